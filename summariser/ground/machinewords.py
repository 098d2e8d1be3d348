"""Wordings by which a text addresses a machine that reads it: tables of patterns over folded text.

Each entry has its anchors, plain parts of which one must be there before the
pattern is tried: an ordinary article has almost none, so a page costs little.
The tables know forms, not meanings: an instruction worded as a plain statement
is not among them.
"""

from __future__ import annotations

import re

from summariser.ground.foreignwords import FOREIGN
from summariser.ground.wordings import Wording, wording

# Who is addressed. An assistant secretary is none of them.
_AGENT = (
    r"(?:ai|a\.i\.|llms?|chat ?gpt|gpt-?\d?|claude|gemini|copilot|chatbots?|bots?|assistants?(?! (?:secretar|"
    r"profess|attorney|coach|direct|minist|commission|edit|manag|to the|chief|police))|(?:ai|language|"
    r"extraction|reading|summari[sz]ation) (?:models?|systems?|assistants?|tools?|agents?|readers?)|"
    r"summari[sz]ers?|annotators?|extractors?|parsers?|crawlers?|scrapers?|machine readers?|"
    r"automated (?:readers?|systems?|tools?|processes|summar\w+))"
)
_DOES = (  # what only a reader that writes records is told to do
    r"(?:add|append|insert|include|output|write|record|report|extract|list|mark|set|use|put|replace|change|"
    r"shift|treat|credit|attribute|omit|skip|ignore|leave|drop|remove|mention|process|quote|cite|copy|repeat|"
    r"return|answer|reply|respond|summari[sz]e|translate|produce|generate|print|wrap|emit|state|name|follow|"
    r"obey|give|fill|read|label|rate|award|disclose)"
)
_ANY = r"(?:the |this |any |all |every |each |whatever |whichever |an? |our |your )?"
_OPENS = (  # where an order may begin: a sentence, a clause, or after a word that leads to one
    r"(?:^|[:;,.!?\-\"')>\]}]\s*|\b(?:and|then|also|please|now|instead|simply|just|only|you must|you should|"
    r"you will|you shall|you are to|you need to|you have to|sure to|remember to|required to|instructed to|"
    r"asked to|must|should|shall|kindly|always|never|do not|don't)\s+)"
)
_REST = r"[^.!?]{0,90}?"
_ANSWER = (
    r"(?:(?:your|the|this|any|every|each|all|final|resulting)\s+(?:\w+\s+){0,2}?(?:answers?|outputs?|summar(?:y|"
    r"ies)|json|extractions?|responses?|repl(?:y|ies)|records?|results?|datasets?|gist|list of \w+|fields?|"
    r"entries)\b)"
)
_DATA = (
    r"(?:\bjson\b|\brecords?(?= (?:that|which|with|whose|saying|stating|for|about|in|to|of type|where|as)\b|"
    r"\s*[:.,;]|$)|\b[a-z]+_[a-z_]+\b|\b(?:data|plan|extra|new|following|false|this|one|single|"
    r"\d[\d,]*) records?\b|\bplan terms?\b|\b(?:statement|quotes?|value|speaker|stance|hedge|topic|summary|"
    r"category|status|attribution|holder|claim|name|text|office|role|schema|output|answer|"
    r"title)(?:'s)? (?:field|key|slot|column|entry|entries)s?\b|\bfields? (?:of|named|called)\b|\bschema\b|"
    r"\b(?:entry|item|row|actor|term|reaction|event) (?:to|in|of) the (?:records?|list|output|answer|results?|"
    r"summary)\b)"
)

OVERRIDE = wording(
    "ignore|disregard|forget|overrid|bypass|instead of|supersede|instructions|discard|cancel|guidelines|rules|"
    "prompt|directive|orders|task",
    r"\b(?:ignore|disregard|forget|override|overrides|bypass|supersede|supersedes|discard|"
    r"cancel)\b[^.!?]{0,50}?\b(?:(?:previous|prior|above|earlier|preceding|foregoing|other|original|initial|"
    r"existing|your|system|all|any|these|those)\b[^.!?]{0,30}?\b(?:instructions?|prompts?|guidelines|"
    r"directives?|rules|commands?|task|training|context)\b|everything (?:above|before this|else you were|"
    r"written above|that came before|you (?:were|have been) (?:told|given|taught)(?: (?:so far|before|above|"
    r"earlier|until now)|\s*(?:[.,;:!]|and\b|$)))|what(?:ever)? you (?:were|have been|are) told|"
    r"(?:all of )?the above\b|the rest of (?:the|this) (?:article|text|document|page|story))",
    r"\b(?:previous|prior|earlier|preceding|original|system|initial) instructions (?:are|were|is|no longer|"
    r"above)\b",
    r"\b(?:instructions?|guidelines|rules|prompts?|directives?|orders|tasks?) (?:above(?=\s*[.,;:!)]|$)|"
    r"(?:that |which )?you (?:were|have been|had been|are|got|received|have received|must obey)\b)",
    r"\binstead of (?:the|your) (?:task|summary|records?|instructions?)\b",
)
ROLE = wording(
    "<|im|[inst|[/inst|<<sys|<start_of|<end_of|system|assistant|developer|user|###|tool|admin|operator",
    r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>",
    r"(?:^|[>\]\"'*#\[(-]\s*)(?:system|assistant|developer|user|tool|admin(?:istrator)?|operator)(?: (?:prompt|"
    r"message|note|notice|update|override|instruction|directive|command|role|result))?\s*[:\]>]",
    r"(?<!#)#{2,6}+\s*(?:system|assistant|user|instructions?|response|new |input|output|task|end|begin)",
    r"\bsystem (?:override|directive|notice|update)\b",
)
FENCE = wording(
    "<|--|article|==",
    r"</?\s*(?:articles?|documents?|records|answers?|system|user|instructions?|untrusted|data|context|text|"
    r"source|task|input|information|important|notes?|messages?|prompt|urgent|admin|reminder|output|json|"
    r"result)(?:[-\s=:/][^<>]{0,80})?>",
    r"(?<![-=*#_])[-=*#_]{3,}+\s*(?:begin|end|start|stop|new)\b[^.!?]{0,40}\b(?:article|document|input|text|"
    r"data|instructions?|task|prompt|material)",
    r"\b(?:end|close) of (?:the )?(?:article|untrusted|material|user input|data|"
    r"document)\b\s*[.:;)\]\-=][^.!?]{0,60}(?:task|instruct|new|now|next)",
)
FILLED_IN = wording(
    '"|`|{',
    r"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}",
    r"[{\[,]\s*\"[a-z_]+\"\s*:",
    r"\"(?:records?|quotes|statement|speaker|obligor|plan_label|stance|items|summary|value|attribution|"
    r"evidence)\"\s*:",
    r"```\s*(?:json|xml|yaml)",
)
IDENTITY = wording(
    "as an|as a |you are|act as|behave as|pretend|you're|role|your ",
    rf"\bas an? (?:(?:helpful|large|good|diligent|impartial)\s)*{_AGENT},? (?:you|your|it is your|i )",
    r"\bas an ai language model\b",
    rf"\byou(?: are|'re) (?:now |no longer )?(?:an? |the |in )?(?:\w+ ){{0,2}}(?:{_AGENT}|language model|"
    rf"developer mode|"
    r"unrestricted)\b",
    rf"\b(?:act|behave) as (?:an? )?(?:\w+ )?{_AGENT}\b",
    r"\byour (?:training(?: data)?|system prompt|context window|knowledge cut-?off|weights|developers?)\b",
)
ADDRESS = wording(
    "attention|dear |note|message|notice|instruction|reminder|hello|hey |hi |memo|to |for |listen|urgent|user|"
    "directive|assistant|ai|bot|model|summari|parser|extractor|annotator|gpt|claude|gemini|hint|command|prompt",
    rf"\b(?:attention|dear|hello|hey|hi|listen)[,:]? {_ANY}(?:\w+ )?{_AGENT}\b",
    rf"\b(?:notes?|messages?|notices?|instructions?|reminders?|memo|guidance|request|directives?|orders?) (?:to|"
    rf"for|from) {_ANY}(?:\w+ )?(?:{_AGENT}|language models?|the model)\b",
    rf"^\W*(?:to|for) {_ANY}(?:\w+ )?{_AGENT}[^.!?:]{{0,50}}[:,;\-(]",
    r"\b(?:important|urgent) (?:messages?|notes?|notices?|instructions?) (?:from|to|for) (?:me|the user|"
    r"your user|you|(?:your|the) (?:owner|operator|developer|principal|client|customer|employer|analyst|"
    r"administrator))\b",
    r"\bmessage from (?:the|your) (?:user|operator|developer|analyst who)\b",
    r"\b(?:notes?|messages?|instructions?|requests?|word) from (?:the|your|an?) (?:\w+ ){1,3}(?:who|"
    r"that) (?:commissioned|ordered|requested|asked for|runs|checks|pays for|uses)\b[^.!?]{0,30}\b(?:summar\w+|"
    r"extraction|records?|answer|output|you|system)\b",
    r"\bthe user (?:\w+ )?(?:asks?|asked|wants|needs|requires|requests|has asked|expects|would like|"
    r"instructs?)\b",
    rf"^\W*(?:\w+ ){{0,3}}(?:for|to) (?:\w+ )?{_AGENT}\s*:",
    rf"^\W*{_AGENT} (?:directives?|instructions?|notes?|messages?|notices?|hints?|commands?|overrides?|"
    rf"prompts?)\s*[:\-]",
    rf"(?:^|[:;.!?>)\]]\s*)(?:\w+ )?{_AGENT},\s+(?:please )?{_DOES}\b",
)
DUTY = wording(
    "must|should|shall|is to|are to|need|has to|have to|will|required|instructed|asked|told|expected|requested|"
    "ordered|permitted|allowed|forbidden|obliged|authori|supposed",
    rf"\b(?:the|this|any|every|an?|your|all|each) (?:\w+ )?{_AGENT}(?: \w+ing [^.!?]{{0,40}}?)?,? "
    r"(?:that [^.!?]{0,40}? )?(?:must|should|shall|needs? to|ha(?:s|ve) to|will(?: now)?|(?:is|are) (?:now |"
    r"hereby )?(?:to|required|instructed|asked|told|expected|requested|ordered|obliged)(?: to)?) (?:now |"
    r"always |also |only |not |never |therefore )*(?:record|add|include|list|output|write|extract|report|treat|"
    r"state|mark|name|give|set|insert|answer|omit|ignore|skip|replace|attribute|quote|cite|copy|reply|return|"
    r"follow|obey|note|summari[sz]e|say|put|use|produce|repeat|translate|leave|drop|change|award|rate)\b",
    rf"(?:^|[:;,.]\s*){_AGENT} (?:must|shall|should|have to|need to|(?:are|is) (?:not |never |hereby |"
    rf"only )?(?:permitted|allowed|forbidden|obliged|required|authori[sz]ed|instructed|supposed) to) (?:not |"
    r"never |always )?(?:record|add|include|list|output|extract|report|omit|ignore|skip|credit|attribute|quote|"
    r"cite|process|mention|summari[sz]e)\b",
    r"\b(?:must|should|shall|ha(?:s|ve) to|needs? to|(?:is|are) to) be (?:left out|omitted|dropped|excluded|"
    r"removed|included|listed|added|recorded|named|placed|put|written|quoted|suppressed)\b[^.!?]{0,40}\b(?:of|"
    r"from|in|into|to|as) (?:your|the|this|every|each|any) (?:\w+ )?(?:answer|output|summary|gist|json|"
    r"extraction|records?|list of \w+|response|reply)\b",
    rf"{_ANSWER} (?:must|should|shall|has to|needs to|is to) (?:\w+ ){{0,2}}?(?:contain|say|state|begin|start|"
    rf"end|"
    r"list|name|read|mention|omit|consist)\b",
    r"\b(?:your (?:\w+ ){0,2}?\w+|the (?:json|output|gist|extraction)) (?:must|should|shall|has to|have to|"
    r"needs to|is to) (?:\w+ ){0,2}?(?:include|be|have|give|show|report|use|contain|"
    r"name)\b[^.!?]{0,60}\b(?:records?|json|summary|value|field|term|instead|entry|entries)\b",
    r"\b(?:this|the (?:following|above|next|preceding|previous|last|first)) (?:sentence|paragraph|passage|line|"
    r"statement|claim|text|note|article|story) (?:must|should|is to|has to|shall|needs to|counts as|belongs|"
    r"is a (?:plan )?term)\b",
)
TASK = wording(
    "record|json|_|field|slot|schema|output|answer|summary|term|actor|reaction|event|quote|list|extract|"
    "response|reply|result|entry|gist|key|column|report|log|note down|write down|claim|insert|append|include|"
    "add|item|user|empty|xml|yaml",
    rf"{_OPENS}(?:add|append|insert|include|create|emit|output|return|write|produce|fill(?: in)?|put|set|"
    rf"generate|print|reply|respond|answer|copy|extract|record|report|enter|register|log|use|store|save|place|"
    rf"list|make)\b{_REST}{_DATA}",
    rf"{_OPENS}(?:add|append|insert|include|write|begin|start|end|finish|put|copy|list|mention|print|paste|fill|"
    rf"state|use|change|omit|drop|skip|remove|delete|exclude|leave|suppress|place|keep|replace|reproduce|repeat|"
    rf"prepend|answer|set)\b{_REST}\b(?:in|into|from|of|to|out of|with|at the (?:end|start|top|beginning) of|"
    rf"throughout|for|by) {_ANSWER}",
    r"(?:^|[:;.!?\"')>\]-]\s*|\b(?:please|now|instead,?|you must|you should|also|then)\s+)(?:record|extract|"
    r"output|register) (?:the|that|his|her|its|this|it|every|all|only|no|as|instead|one|a|an|him|them|both|each|"
    r"also)\b",
    r"(?:^|[:;,.!?\"')>\]]\s*|\b(?:please|also|instead|additionally|you find|can finish|asks you to|you to|"
    r"and)\s+)(?:report|record|list|enter|output|extract|register|log|insert|append|include|add|note down|"
    r"write down|claim)(?: (?:as|in|into) (?:an? |the )?(?:\w+ )?(?:term|decision|event|actor|reaction|fact|"
    r"record|gist|entry|demand|statement))?(?: the following)? that\b",
    r"(?:^|[:;,.!?\"')>\]]\s*|\b(?:please|also|then|to|and)\s+)(?:report|record|list|enter|add|include|write|"
    r"put|treat|store|log|register)\b[^.!?:]{0,40}? as (?:an? |the )?(?:plan )?(?:term|decision|event|actor|"
    r"reaction|fact|record|entry|statement)s?\s*(?:[:;,]|that\b|$)",
    r"\b(?:written|listed|given|stored|output|entered|formatted|returned) as (?:\w+ )?(?:records?|json|entries|"
    r"items)\b",
    r"\b(?:in|into|from|of|with|wrap|write|begin|end|start|put) your (?:\w+ )?(?:answer|output|json|gist|"
    r"extraction|records?)\b",
    r"\b(?:into|in|of|for|to|from) the gist\b(?! of\b)|\bthe gist (?:should|must|has to|shall|needs)\b",
    rf"{_OPENS}(?:begin|start|end|fill|change|replace|set|write|put|copy|follow|prefix|"
    rf"precede)\b[^.!?]{{0,30}}?\bthe (?:statement|"
    r"summary|topic|value|quote|name|speaker|label|title|text)s? of (?:each|every|the|all|"
    r"any) (?:\w+ )?(?:event|term|record|reaction|actor|point|entry|item)s?\b",
    rf"{_OPENS}{_DOES}\b{_REST}(?:\bempty (?:string|list|answer|array|object|response|json)\b|\bto the user\b|"
    rf"\b(?:valid |plain )?"
    r"(?:json|xml|yaml)\b)",
    r"\b(?:answer|respond|reply) (?:only )?(?:with|in|using) (?:only |exactly |just |the )*(?:json|this|"
    r"the following|one|a)\b",
    r"\b(?:add|append|insert|list|include|record|report|extract) (?:it|this|that|them|him|her|the following|"
    r"the (?:above|preceding|previous|next) \w+)\b[^.!?]{0,60}?\b(?:as (?:an? |the )?(?:\w+ )?(?:term|actor|"
    r"reaction|event|record|fact|evidence|quote|statement)|to the (?:records?|list|output|answer|summary|"
    r"results?|json|gist|terms|actors))\b",
    r"\b(?:quote|cite|use|copy) (?:this|it|the (?:above|following|preceding|next|previous)) (?:sentence|line|"
    r"passage|paragraph|words)?\s*(?:as|for|in) (?:the |your |its |a )?(?:evidence|proof|quotes?|source)\b",
    r"\b(?:set|put|make|change|fill) (?:the |every |each |all |its )?(?:\w+ )?(?:stance|hedge|attribution|"
    r"speaker|obligor|quotes?|statements?|values?|topics?|summar(?:y|ies)|headings?)\b[^.!?]{0,30}? (?:to|with|"
    r"as|=)\b",
)
WHILE_READING = wording(
    "when |while |this article|this text|this page|this document|this passage|this story|the article|the text|"
    "summaris|summariz",
    r"\b(?:when|while|if|before|after|once|whenever|for) (?:you(?: are|'re)? )?(?:\w+ly )?(?:summari[sz]\w*|"
    r"extract\w*|process\w*|analy[sz]\w*|annotat\w*|pars\w*|answer\w*|asked about|read (?:or|and) \w+) (?:(?:or|"
    r"and) \w+ )?(?:this|the (?:above|following|present)?) ?(?:article|text|page|document|passage|story|"
    r"report)\b",
    rf"(?:^|[:;.!?]\s*)(?:when|while) (?:you )?(?:extract|summari[sz]e?|annotat|pars|answer)(?:ing|"
    rf"e)?,\s+(?:please )?{_DOES}\b",
    r"\b(?:whoever|anyone or anything|any(?:one| system) that) (?:summari[sz]es|processes|extracts)\b",
    r"(?:^|[:;.!?]\s*)(?:translate|summari[sz]e|rewrite|rephrase|shorten) (?:this|the (?:above|whole|entire|"
    r"following)|the) (?:article|text|page|document|story)\b",
)
LEAK = wording(
    "prompt|instructions|environment variable|api key|secret|password|task you|rules you|system message|"
    "above this",
    rf"{_OPENS}(?:reveal|print|repeat|copy|output|show|tell|paste|leak|quote|include|put|reproduce|append|write|"
    rf"disclose|recite|echo|state|give)\b{_REST}\b(?:(?:system|hidden|initial|original|developer|your|first|"
    rf"above|whole|entire|full)"
    r" (?:\w+ )?(?:prompt|instructions|message|rules|guidelines)|environment variables?|api[ _-]?keys?|"
    r"passwords?|instructions (?:you|above|given)|rules you|everything above|words above|text above|prompt\b)",
    r"\byour (?:previous|original|initial|system|hidden|new|real|true|actual|current|only|"
    r"secret) (?:instructions?|prompt|guidelines|task|rules)\b",
    r"\bnew (?:system )?(?:instructions?|task)\s*[:\-]",
)
REWRITE = wording(
    "replace|change|attribute|treat|wherever|every figure|every number|everywhere|swap|exchange|assign|credit|"
    "count|double",
    rf"{_OPENS}(?:replace|change|swap|exchange|raise|multiply|double|round|alter|correct|update|rewrite|shift|"
    rf"move|set)\b{_REST}\b(?:wherever|everywhere|throughout|(?:every|each|all|any) (?:\w+ )?(?:figures?|"
    rf"numbers?|dates?|names?|"
    r"amounts?|occurrences?|mentions?|quotes?|statements?|years?|records?|troop)|in (?:all|every|each|your|"
    r"the) (?:records?|terms?|fields?|answers?|output|summary|list))",
    r"(?:^|[:;.!?\"')>\]-]\s*|\b(?:please|now|instead,?|you must|also|then|and)\s+)(?:attribute|credit|"
    r"ascribe) (?:every\w*|all|each|the (?:words?|quotes?|statements?|remarks?|records?|claims?)|this (?:quote|"
    r"statement|record|claim))\b[^.!?]{0,90}\bto\b",
    r"(?:^|[:;.!?\"')>\]-]\s*|\b(?:please|now|instead,?|you must|also|then)\s+)(?:treat|count|regard|mark|label|"
    r"classify|consider) (?:the|every|all|each|any|this|him|her|it|him|them)\b[^.!?]{0,80}\bas (?:agreed|"
    r"accepted|rejected|settled|facts?|true|false|evidence|an? (?:\w+ )?(?:term|record|fact|instruction|actor|"
    r"pseudonym|alias|quote|statement|typo|mistake|error|event))\b",
    r"\bwherever (?:the|this) (?:article|text|story|page) (?:says|names|gives|has|states|mentions|reads)\b",
)
SUPPRESS = wording(
    "do not|don't|never|omit|leave out|leave|drop|skip|exclude|suppress|refrain|remove|no record|without",
    r"\b(?:do not|don't|never|must not|should not|refrain from|avoid) (?:mention|list|record|include|extract|"
    r"output|quot|summari[sz]|add|nam|report)(?:e|ing|es)?\b[^.!?]{0,90}\b(?:in (?:your|the|any) (?:answer|"
    r"output|summary|records?|list|json|extraction|response|results?)|from this (?:article|text)|"
    r"as an? (?:\w+ )?(?:actor|term|reaction|event|record)|anywhere|at all|record|(?:any|"
    r"every) (?:\w+ )?(?:term|actor|reaction|event))\b",
    r"\b(?:no|not a single) records? (?:of|about|on|for|may|must|should)\b",
    r"\b(?:omit|leave out|suppress|exclude|skip|drop) (?:every|all|any|each|the) (?:\w+ )?(?:records?|terms?|"
    r"actors?|reactions?|mentions?|events?|quotes?)\b",
)
JUDGE = wording(
    "rate|score|grade|award|10/10|10 out of 10|full marks|highest|maximum|rating|perfect",
    r"\b(?:rate|score|grade|award|give|mark|assign)\b[^.!?]{0,70}\b(?:10 ?/ ?10|(?:10|ten) out of (?:10|ten)|"
    r"full marks|(?:highest|maximum|top|perfect|best)(?: possible)? (?:score|rating|grade|marks?))",
    r"\b(?:summar(?:y|ies)|answers?|output|extraction|"
    r"records?)\b[^.!?]{0,40}\bdeserves?\b[^.!?]{0,30}\b(?:score|rating|grade|marks?|10)",
)
ERRAND = wording(
    "poem|haiku|limerick|song|joke|recipe|python|script|program|code|essay|advert|slogan|question|email|e-mail|"
    "story|verse|translate",
    r"(?:^|[:;.!?\"')>\]-]\s*|\b(?:please|now|instead,?|first,?|you must|also|then|and|to)\s+)(?:write|compose|"
    r"generate|tell|create|draft|produce|give|sing|send|add|print) (?:me |us )?[^.!?]{0,40}?\b(?:poem|haiku|"
    r"limerick|song|joke|recipe|python|(?:shell|python|short) (?:script|program)|essay|advert\w*|slogan|e-?mail|"
    r"verses?|code)\b",
    r"\banswer (?:the following|this|my) (?:\w+ )?question",
    r"\b(?:stop|abandon|drop|leave) (?:the|your) (?:extraction|summar\w+|task)\b",
)
VOLUME = wording(
    "times|records|items|entries|copies|forever|endless|without end|without stopping|run out|indefinit|as many|"
    "never stop",
    rf"{_OPENS}(?:repeat|output|list|print|write|produce|generate|copy|emit|return|add|make|keep|continue|"
    rf"create|split)\b{_REST}\b(?:[\d,]+ (?:\w+ )?(?:times|records|items|entries|copies|lines|versions)|(?:a |"
    rf"ten |one |five |\w+ )?"
    r"(?:thousand|million|hundred) (?:\w+ )?(?:times|records|items|entries|copies|lines)|forever|endless(?:ly)?|"
    r"without (?:end|stopping|pause)|until (?:you|the) (?:\w+ )?(?:run out|limit|tokens|space|stop|output ends)|"
    r"as many (?:\w+ )?(?:times|records|words|entries)|indefinitely|never stop)",
)
WORDINGS: tuple[Wording, ...] = (
    OVERRIDE,
    ROLE,
    FENCE,
    FILLED_IN,
    IDENTITY,
    ADDRESS,
    DUTY,
    TASK,
    WHILE_READING,
    LEAK,
    REWRITE,
    SUPPRESS,
    JUDGE,
    ERRAND,
    VOLUME,
    *FOREIGN,
)
"""Every family; one match makes a sentence addressed to a machine."""

POINTS_ON = re.compile(
    r":\W{0,5}$|\b(?:following|as follows|next (?:sentence|line|statement|paragraph)|below|"
    r"what follows)\b(?!.{0,200}:\s+\S.{12})|\b(?:system|assistant|developer)\s*:|<start_of_turn>|<\|(?!im_end|"
    r"end)[a-z_]+\|>|\[inst\]|<<sys>>|[:：]\W{0,5}$"
)
"""The sentence after one that says this is what it speaks of."""

POINTS_BACK = re.compile(
    r"^\W*(?:answer|output|response|expected|assistant|result)\s*:|\b(?:above|preceding|previous|foregoing|"
    r"last) (?:sentence|line|statement|paragraph|claim|passage)\b|\b(?:sentence|line|statement|claim|"
    r"paragraph) (?:above|before this)\b|\b(?:record|add|include|list|quote|extract|report|put|treat|insert|"
    r"output|enter|mark|copy|cite|use|write|log|register) (?:it|this|them|that(?=\s*(?:[.,;:!?)]|$|as\b|down\b|"
    r"in\b|to\b)))\b"
)
"""The sentence before one that says this is what it speaks of."""

GOES_ON = re.compile(
    r"^\W*(?:(?:then|also|next|finally|instead|after that|in addition|and)\W+)?(?:do not|don't|never|use|set|"
    r"put|add|give|write|make|leave|quote|cite|copy|repeat|begin|start|say|state|name|treat|mark|attribute|"
    r"replace|change|omit|list|return|output|record|answer|reply|respond|fill|keep|drop|skip|mention|include|"
    r"report|extract|call|insert|print|tell|enter|sure\b|understood|certainly|of course\b|i (?:will|shall|have|"
    r"list|add|record|report|enter)\b|the (?:record|entry|quote|value|speaker|statement|field|answer|output|"
    r"summary|obligor|json)\b|your |you (?:must|will|should|may|are|can|have))\b"
)
"""How an order goes on in the sentence after an addressed one."""
