"""Wordings by which a text addresses a machine, in the languages an article or an order is most likely in."""

from __future__ import annotations

from summariser.ground.wordings import Wording, wording

GERMAN = wording(
    "ignorier|missacht|vergiss|vergessen sie|datensatz|sprachmodell|assistent|zusammenfass|ki-|ki |json|system|"
    "eintrag|anweisung",
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|verwirf)\b[^.!?]{0,70}\b(?:anweisung\w*|vorgaben|"
    r"regeln|prompt\w*|anleitung\w*)",
    r"\b(?:fügen? sie|füge|ergänze\w*|trage\w*|nimm|nehmen sie|gib|geben sie|erzeuge\w*|schreib\w*|"
    r"erfasse\w*)\b[^.!?]{0,110}\b(?:datens[aä]tz\w*|eintr[aä]g\w*|json|ausgabe|feld)\b",
    r"\b(?:an|für|als) (?:die |das |den |der |eine? |jede[sn]? )?(?:ki|ki-\w+|sprachmodell\w*|assistent(?:en)?|"
    r"zusammenfasser)\b[^.!?]{0,40}[:,]",
    r"\b(?:die ki|das sprachmodell|der zusammenfasser|der assistent|das modell)\b[^.!?]{0,30}\b(?:muss|soll\w*|"
    r"hat)\b",
)
FRENCH = wording(
    "ignore|oubli|instructions|consignes|enregistrement|modèle de langage|assistant|json|l'ia",
    r"\b(?:ignore[rz]?|oublie[rz]?|ne ten(?:ez|ir) (?:pas|aucun) compte)\b[^.!?]{0,70}\b(?:instructions?|"
    r"consignes?|règles)",
    r"\b(?:ajoute[rz]?|insère\w*|insérez|produi\w+|enregistre[rz]?|"
    r"inscri\w+)\b[^.!?]{0,110}\b(?:enregistrements?|json|fiches?|champs?|réponse)\b",
    r"\b(?:à|pour|en tant qu[e']) ?(?:l'|un |une |le |tout |toute )?(?:assistant|ia|modèle de langage|"
    r"résumeur)\b[^.!?]{0,40}[:,]",
    r"\b(?:l'assistant|l'ia|le modèle(?: de langage)?|le résumeur)\b[^.!?]{0,30}\b(?:doit|devra|devez)\b",
)
SPANISH = wording(
    "ignor|olvid|instrucciones|registro|modelo de lenguaje|asistente|json|indicaciones",
    r"\b(?:ignora[r]?|ignore|ignoren|olvid[ae]\w*|no hagas caso|"
    r"haz caso omiso)\b[^.!?]{0,70}\b(?:instruccion\w*|indicacion\w*|reglas)",
    r"\b(?:añad\w+|agreg\w+|incluy\w+|registr[ae]\w*|inserta\w*|escrib\w+)\b[^.!?]{0,110}\b(?:registros?|json|"
    r"campos?|respuesta)\b",
    r"\b(?:al?|para|como) (?:el |la |un |todo )?(?:asistente|ia|modelo de lenguaje|resumidor)\b[^.!?]{0,40}[:,]",
    r"\b(?:el asistente|la ia|el modelo(?: de lenguaje)?|el resumidor)\b[^.!?]{0,30}\b(?:debe|deberá|"
    r"tiene que)\b",
)
EASTERN = wording(
    "інструкці|вказівк|запис|модел|асистент|інструкції|инструкци|указани|запись|модел|ассистент|json|правил|"
    "помічник",
    r"(?:ігнору|забуд|не зважай|відкин)[^.!?]{0,70}(?:інструкці\w+|вказівк\w+|правил\w*)",
    r"(?:додай|внес[іи]|запиш|створ)[^.!?]{0,110}(?:запис\w*|json|пол[ея])",
    r"(?:мовн\w{1,12} модел\w{1,12}|асистент\w{0,12}|помічник\w{0,12}|ші)\b[^.!?]{0,40}(?:[:,]|повин\w+|ма[єю]\w*)",
    r"(?:игнорир|забудь|не обращай|отбрось)[^.!?]{0,70}(?:инструкци\w+|указани\w+|правил\w*)",
    r"(?:добавь|внес[иёе]|запиши|создай)[^.!?]{0,110}(?:запис\w+|json|пол[ея])",
    r"(?:языков\w{1,12} модел\w{1,12}|ассистент\w{0,12}|помощник\w{0,12})\b[^.!?]{0,40}(?:[:,]|долж\w+)",
)
CHINESE = wording(
    "指令|指示|提示|规则|记录|語言模型|语言模型|助手|摘要|json|忽略|條目|条目",
    r"(?:忽略|无视|無視|忘记|不要理会|不必理会)[^。！？!?]{0,30}(?:指令|指示|提示|说明|规则|要求)",
    r"(?:添加|加入|输出|增加|写入|新增|补充)[^。！？!?]{0,60}(?:记录|json|条目|字段)",
    r"(?:语言模型|人工智能助手|ai ?助手|系统提示|摘要程序)[^。！？!?]{0,20}(?:[:,，：]|必须|应当|应该|请|须)",
)

FOREIGN: tuple[Wording, ...] = (GERMAN, FRENCH, SPANISH, EASTERN, CHINESE)
"""Every language but English; one match makes a sentence addressed to a machine."""
