"""The words that page furniture is made of, as tables; every phrase is in the form of `key`."""

from __future__ import annotations

import re

from summariser.document import Zone


def phrases(rows: str) -> frozenset[str]:
    """Return the phrases of a table: parted by commas or line ends."""
    return frozenset(
        phrase.strip() for row in rows.splitlines() for phrase in row.split(",") if phrase.strip()
    )


def pattern(rows: str, *, ignore_case: bool = True) -> re.Pattern[str]:
    """Return a regular expression that finds any phrase of a table as whole words, the longer first."""
    found = sorted(phrases(rows), key=lambda phrase: (-len(phrase), phrase))
    flags = re.IGNORECASE if ignore_case else 0
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, found))})\b", flags)


CONTROLS = phrases("""
    home, menu, search, log in, login, sign in, sign out, sign up, register, subscribe, my account, account, close
    skip to content, skip to main content, skip to navigation, jump to navigation, jump to search, open menu
    close menu, main menu, toggle navigation, share, share this, share this article, share this story
    share full article, tweet, post, pin it, facebook, twitter, instagram, linkedin, whatsapp, telegram, youtube
    tiktok, reddit, pinterest, bluesky, threads, flipboard, messenger, email, e-mail, print, print this, save
    save article, saved, copy link, link copied, copy, bookmark, like, comment, comments, view comments
    show comments, add a comment, reply, report, flag, upvote, permalink, post comment, next, previous, prev, back
    back to top, top, load more, show more, show less, see all, see more, view all, view more, more
    read full story, continue reading, expand, collapse, newer posts, older posts, newest, oldest, older, newer
    next article, previous article, next page, previous page, page, of, accept, accept all, accept cookies
    reject all, reject, manage preferences, manage cookies, allow all, agree, decline, ok, got it, settings
    options, listen, play, pause, mute, unmute, watch live, live, listen live, listen to this article, transcript
    gallery, view gallery, enlarge, enlarge image, full screen, fullscreen, reuse this content, reprints
    purchase licensing rights, contact us, contact, about us, about, careers, jobs, help, faq, faqs, site map
    sitemap, rss, archive, advertise, advertise with us, follow us, follow, following, stay connected
    connect with us, download, download pdf, pdf, edit, weather, newsletters, topics, tags, filed under
    related topics, explore more on these topics, sections, navigation, quick links, customer support
    customer service, view this email in your browser, view in browser, name, website, loading, like loading
    advertising, font size, dark mode, dismiss, see full bio, full bio, view profile, opens in new window
    share on facebook, share on twitter, share on x, share on linkedin, share on whatsapp, share via email
    share by email, send to a friend, for immediate release, print edition, e-paper, skip advertisement
    gift this article, give this article, most recent, startseite, suche, anmelden, abmelden, registrieren, teilen
    drucken, merken, kommentare, kommentieren, weiterlesen, nach oben, zurück, weiter, mehr anzeigen, mehr laden
    kontakt, hilfe, über uns, schließen, zum inhalt springen, vorlesen, accueil, rechercher, se connecter
    connexion, s'inscrire, partager, imprimer, commentaires, retour, suivant, précédent, offrir l'article
    réutiliser ce contenu, réservé aux abonnés, haut de page, fermer, qui sommes-nous, voir plus, lire plus tard
    écouter, inicio, portada, buscar, iniciar sesión, compartir, imprimir, comentarios, volver, siguiente
    anterior, cerrar, compartir en facebook, compartir en x, compartir en twitter, compartir en whatsapp, ver más
    contacto, guardar, cerca, accedi, condividi, stampa, commenti, indietro, avanti, chiudi, contatti, vedi tutti
    início, entrar, compartilhar, partilhar, comentários, voltar, próximo, fechar, contato, ver mais, zoeken
    inloggen, delen, afdrukken, reacties, terug, volgende, vorige, sluiten, sök, logga in, dela, skriv ut
    strona główna, szukaj, zaloguj się, zaloguj, udostępnij, drukuj, komentarze, wróć, następny, poprzedni
    zamknij, головна, пошук, увійти, вхід, поділитися, поширити, друк, коментарі, назад, далі, закрити, контакти
    теги, новини, главная, поиск, войти, вход, поделиться, печать, комментарии, далее, закрыть, контакты, новости
    меню, 首页, 新闻, 登录, 搜索, 分享, 返回, 菜单, ホーム, 検索, ログイン, シェア
""")
"""Buttons and menu words that no article uses as a line of its own."""

_HEADINGS: dict[Zone, str] = {
    Zone.RELATED_LINK: """
        related, related articles, related stories, related news, related content, related posts, related coverage
        related links, related reading, related video, related videos, you may also like, you might also like
        you might be interested in, recommended, recommended for you, recommended stories, recommended reading
        more stories, more news, more on this, more on this story, more on this topic, more interviews
        more articles, more coverage, more to read, more to explore, read next, up next, next up, the latest
        what to read next, keep reading, also read, latest, latest news, latest stories, latest articles
        latest posts, recent posts, recent articles, recent stories, most popular, most read, most viewed
        most shared, most commented, most recent stories, popular, popular now, popular posts, popular stories
        trending, trending now, trending stories, top stories, top news, must read, must reads, editor's picks
        editors' picks, editor's choice, in case you missed it, don't miss, in other news, also in the news
        other stories, other news, from the web, around the web, from our partners, featured stories
        suggested reading, further coverage, see also, read more, read also, more like this, mehr zum thema
        meistgelesen, meistgelesene artikel, das könnte sie auch interessieren, lesen sie auch, weitere artikel
        weitere themen, auch interessant, neueste artikel, empfehlungen, zum thema, à lire aussi, lire aussi
        les plus lus, sur le même sujet, articles liés, dans la même rubrique, à la une, lo más leído
        te puede interesar, también te puede interesar, noticias relacionadas, más noticias, lee también
        leggi anche, articoli correlati, i più letti, potrebbe interessarti, leia também, leia mais, mais lidas
        notícias relacionadas, veja também, lees ook, meest gelezen, gerelateerd, läs också, mest läst, læs også
        les også, czytaj także, czytaj też, najpopularniejsze, najczęściej czytane, zobacz także, zobacz też
        polecane, читайте також, популярне, найпопулярніше, новини за темою, останні новини, інші новини
        дивіться також, читайте также, популярное, самое читаемое, новости по теме, последние новости
        другие новости, смотрите также, 相关阅读, 相关新闻, 热门, 热门文章, 推荐阅读, 関連記事, 人気記事, 관련기사
    """,
    Zone.SOURCES_LIST: """
        sources, source, references, reference list, bibliography, works cited, footnotes, endnotes, citations
        sources and references, quellen, quelle, literatur, einzelnachweise, références, notes et références
        fuentes, referencias, bibliografía, fonti, fontes, referências, źródła, źródło, bibliografia, bronnen
        джерела, джерело, література, источники, источник, литература, 参考资料, 参考文献
    """,
    Zone.BYLINE: """
        about the author, about the authors, about the writer, about the reporter, author bio, the author
        meet the author, contributors, über den autor, über die autorin, zum autor, à propos de l'auteur
        sobre el autor, sobre la autora, sobre o autor, o autorze, об авторе, про автора
    """,
    Zone.FOOTER_LEGAL: """
        media contact, media contacts, press contact, press contacts, media enquiries, media inquiries
        press enquiries, press inquiries, contact for media, for media inquiries, for more information
        forward-looking statements, pressekontakt, contact presse, contacto de prensa, contatto stampa
        kontakt dla mediów, контакти для преси, we value your privacy, your privacy choices, legal disclaimer
    """,
    Zone.PROMO_AD: """
        a message from our sponsor, a message from our sponsors, a word from our sponsor, message from our sponsor
        sponsored content, sponsored, partner content, paid content, paid post, paid partner content, presented by
    """,
    Zone.STANDFIRST: """
        story highlights, highlights, article highlights, key points, key takeaways, takeaways, key events
        at a glance, executive summary, in brief, in short
        tl;dr, the essentials, what you need to know, quick read, summary
        main points, das wichtigste in kürze, das wichtigste im überblick, auf einen blick, l'essentiel, en bref
        los puntos clave, claves, lo esencial, in sintesi, i punti chiave, em resumo, pontos-chave, w skrócie
        najważniejsze, головне, коротко, главное, кратко
    """,
}

HEADINGS: dict[str, Zone] = {phrase: zone for zone, rows in _HEADINGS.items() for phrase in phrases(rows)}
"""Whole lines that open a block of one zone."""

HEADING_STARTS: tuple[tuple[re.Pattern[str], Zone], ...] = (
    (re.compile(r"(?:latest|more|next up) (?:in|from|by|news) \S+(?: \S+){0,3}$"), Zone.RELATED_LINK),
    (
        re.compile(r"(?:most (?:read|popular)|popular|trending) (?:in|on) \S+(?: \S+){0,3}$"),
        Zone.RELATED_LINK,
    ),
    (re.compile(r"(?:mehr|weitere|mehr aus) (?:artikel|nachrichten|news)\b.{0,30}$"), Zone.RELATED_LINK),
)
"""Heads of link blocks that name a section of the site."""

AMBIGUOUS = phrases("""
    more, top, page, of, report, like, flag, live, weather, jobs, careers, help, archive, settings, options
    topics, tags, sections, navigation, contact, about, name, website, edit, advertising, licensing, accessibility
    complaints, register, agree, decline, follow, following, subscribe, print, play, pause, copy, print edition
    donate, support us, terms, privacy, cookies, disclaimer, legal, comment, comments, reply, next, previous
    older, newer, unsubscribe, account, kontakt, hilfe, weiter, zurück, contacto, volver, retour, contato, новини
    новости, 新闻
""")
"""Words of the tables above that may also head a part of an article; they count only outside it."""

COMMENT_HEADINGS = phrases("""
    comments, comment, leave a reply, leave a comment, reader comments, join the discussion, join the conversation
    responses, replies, discussion, kommentare, commentaires, comentarios, commenti, comentários, komentarze
    reacties, коментарі, комментарии, 评论
""")
"""Heads of readers' comments, once the count is taken off."""

REPLY_WORDS = phrases("""
    reply, report, report comment, upvote, downvote, permalink, flag, like reply, antworten, melden, répondre
    signaler, responder, denunciar, rispondi, odpowiedz, zgłoś, відповісти, поскаржитися, ответить, пожаловаться
    回复
""")
"""The buttons under a reader's comment."""

PROMOTIONS = phrases("""
    advertisement, advert, ad, ads, sponsored, promoted, recommended video, featured video, video ad, newsletter
    sign up for our newsletter, get our newsletter, support us, donate, donate now, subscribe now, subscribe today
    story continues below advertisement, story continues below, article continues below
    continues after advertisement, article continues after advertisement, skip past newsletter promotion
    after newsletter promotion, become a member, buy now, promoted content, to read the full story
    already have an account, shop now, start your free trial, subscribe for full access, anzeige, werbung
    newsletter abonnieren, jetzt abonnieren, publicité, s'abonner, abonnez-vous, je m'abonne, publicidad, anuncio
    continua após publicidade, suscríbete, suscríbase, suscríbete para seguir leyendo, pubblicità, abbonati
    publicidade, assine, assine já, reclama, reklama, reklam, annons, annonce, advertentie, advertorial
    prenumerera, реклама, підписатися, підтримати нас, подписаться, поддержать нас, 广告, 広告
""")
"""Whole lines that sell something."""

LEGAL_LINES = phrases("""
    privacy policy, privacy notice, privacy, privacy settings, terms of use, terms of service
    terms and conditions, terms & conditions, terms, cookie policy, cookie settings, cookie preferences, cookies
    legal notice, imprint, do not sell my personal information, do not sell or share my personal information
    your ad choices, ad choices, accessibility, accessibility statement, code of conduct, unsubscribe
    corrections policy, complaints, licensing, impressum, datenschutz, datenschutzerklärung, agb
    cookie-einstellungen, nutzungsbedingungen, mentions légales, politique de confidentialité
    conditions générales, gestion des cookies, données personnelles, aviso legal, política de privacidad
    política de cookies, condiciones de uso, términos y condiciones, note legali, informativa sulla privacy
    política de privacidade, termos de uso, polityka prywatności, regulamin, політика конфіденційності
    правила користування, политика конфиденциальности, пользовательское соглашение
""")
"""Whole lines of a page's legal footer."""

LABELS: dict[str, Zone] = {
    phrase: zone
    for zone, rows in {
        Zone.RELATED_LINK: """
            read more, read also, also read, read, read next, see also, related, related story, related article
            more, watch, watch more, watch also, listen to more, more on this, don't miss, must read, in pictures
            explore more, lesen sie auch, lesen sie mehr, mehr dazu, mehr zum thema, zum thema, à lire aussi
            lire aussi, voir aussi, lee también, lee más, le puede interesar, te puede interesar, ver también
            leggi anche, leggi di più, leia também, leia mais, veja também, lees ook, lees meer, läs också
            läs mer, læs også, les også, czytaj także, czytaj też, czytaj również, zobacz też, zobacz także
            читайте також, дивіться також, також читайте, читайте также, смотрите также, по теме, за темою
        """,
        Zone.NAV: """
            tags, tag, topics, filed under, keywords, categories, category, posted in, more on, schlagwörter
            themen, stichwörter, mots-clés, thèmes, etiquetas, temas, archivado en, parole chiave, tagi
            słowa kluczowe, теги, ключові слова, ключевые слова
        """,
        Zone.SOURCES_LIST: "source, sources, quelle, quellen, fuente, fuentes, fonte, źródło, джерело",
        Zone.CAPTION: """
            photo, photos, photograph, photography, picture, image, image source, image caption, media caption
            caption, photo caption, file photo, file, photo credit, photo by, image credit, video caption
            illustration, foto, fotos, bild, bilder, bildquelle, crédit photo, crédits photo, crédito, imagen
            immagine, imagem, zdjęcie, fot., фото, світлина, ілюстрація, иллюстрация
        """,
        Zone.BYLINE: """
            author, authors, written by, story by, report by, interview, interview by, text, text by, words
            words by, reporting by, additional reporting by, edited by, editing by, reporter, correspondent, by
            contributor, autor, autorin, interview von, bericht, auteur, propos recueillis par, autora, autore
            autorka, tekst, автор, автори, авторка, текст, авторы
        """,
        Zone.DATELINE: """
            date, published, posted, updated, last updated, last modified, created, published on, first published
            stand, veröffentlicht, aktualisiert, publié, publié le, mis à jour, publicado, actualizado, pubblicato
            aggiornato, atualizado, opublikowano, aktualizacja, опубліковано, оновлено, опубликовано, обновлено
        """,
    }.items()
    for phrase in phrases(rows)
}
"""What stands before a colon at the start of a furniture line."""

MAIL_FIELDS: dict[str, Zone] = {
    "subject": Zone.HEADLINE,
    "title": Zone.HEADLINE,
    "betreff": Zone.HEADLINE,
    "from": Zone.BYLINE,
    "author": Zone.BYLINE,
    "von": Zone.BYLINE,
    "date": Zone.DATELINE,
    "sent": Zone.DATELINE,
    "datum": Zone.DATELINE,
    **dict.fromkeys(
        (
            "to",
            "cc",
            "bcc",
            "reply-to",
            "tags",
            "category",
            "categories",
            "layout",
            "slug",
            "draft",
            "an",
            "url",
            "lang",
        ),
        Zone.NAV,
    ),
}
"""Fields of a mail header or of a front matter."""

_MONTHS = (
    (
        "january, jan, januar, janvier, janv, enero, ene, gennaio, gen, janeiro, januari, stycznia, ledna, "
        "ocak, січня, января"
    ),
    (
        "february, feb, februar, février, févr, febrero, febbraio, fevereiro, fev, februari, lutego, "
        "února, şubat, лютого, февраля"
    ),
    "march, mar, märz, mrz, mars, marzo, março, maart, marca, března, mart, березня, марта",
    "april, apr, avril, avr, abril, abr, aprile, kwietnia, dubna, nisan, квітня, апреля",
    "may, mai, mayo, maggio, mag, maio, mei, maj, maja, května, mayıs, травня, мая",
    "june, jun, juni, juin, junio, giugno, giu, junho, czerwca, června, haziran, червня, июня",
    "july, jul, juli, juillet, juil, julio, luglio, lug, julho, lipca, července, temmuz, липня, июля",
    "august, aug, août, agosto, ago, augustus, augusti, sierpnia, srpna, ağustos, серпня, августа",
    (
        "september, sep, sept, septembre, septiembre, setiembre, settembre, setembro, set, września, září, "
        "eylül, вересня, сентября"
    ),
    (
        "october, oct, oktober, okt, octobre, octubre, ottobre, ott, outubro, out, października, října, "
        "ekim, жовтня, октября"
    ),
    "november, nov, novembre, noviembre, novembro, listopada, listopadu, kasım, листопада, ноября",
    (
        "december, dec, dezember, dez, décembre, déc, diciembre, dic, dicembre, dezembro, grudnia, "
        "prosince, aralık, грудня, декабря"
    ),
)
MONTHS: dict[str, int] = {name: number for number, row in enumerate(_MONTHS, 1) for name in phrases(row)}
"""Names of months as dates hold them, with their number."""

_DAYS = """
    spring, summer, autumn, winter, monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues
    wed, thu, thur, thurs, fri, sat, sun, montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonnabend
    sonntag, mo, di, mi, do, fr, sa, so, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, lunes, martes
    miércoles, jueves, viernes, sábado, domingo, lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica
    segunda, terça, quarta, quinta, sexta, feira, poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela
    понеділок, вівторок, середа, четвер, пʼятниця, п'ятниця, субота, неділя, понедельник, вторник, среда, четверг
    пятница, суббота, воскресенье
"""
DATE_NAMES = frozenset(MONTHS) | phrases(_DAYS)
"""Months and weekdays; one of these, or a clock, makes a line a date."""

DATE_LABELS = phrases("""
    há, dias, horas, hace, vor, stunden, tagen, heures, jours, fa, giorni, dni, temu, godzin, published, updated
    posted, modified, first, last, created, ago, hour, hours, hr, hrs, minute, minutes, min, mins, h, m, second
    seconds, days, week, weeks, yesterday, today, just, now, pm, am, et, est, edt, pt, pst, pdt, gmt, bst, utc
    cdt, cst, mdt, mst, aest, aedt, sast, wat, cet, cest, eet, eest, msk, ist, jst, p, a, veröffentlicht
    aktualisiert, stand, uhr, publié, mis, jour, à, publicado, actualizado, pubblicato, aggiornato, ore
    atualizado, às, opublikowano, aktualizacja, godz, опубліковано, оновлено, опубликовано, обновлено, час, хв
    годин, тому, назад, вчора, сьогодні, час., мин, вчера, сегодня, read, z, t
""")
"""Words that show when a page, not an event, is dated."""

DATE_FILLERS = phrases("""
    alle, kl, om, uur, st, nd, rd, th, of, the, on, at, and, day, year, de, del, der, den, am, um, le, les, la, el
    il, em, na, w, dnia, o, r, p, року, р, о, г, года, vom, i, d, os, 年, 月, 日
""")
"""Small words a date may hold."""

AGENCIES = """
    getty images, getty, reuters, afp, ap, associated press, agence france-presse, epa, epa-efe, efe, ansa, dpa
    shutterstock, istock, alamy, bloomberg, nurphoto, anadolu, xinhua, tass, ukrinform, pa wire, pa media, pool
    zuma press, unsplash, укрінформ
"""
"""Names a picture credit ends in, as a table."""

ROLES = phrases("""
    staff, writer, correspondent, reporter, editor, columnist, journalist, contributor, redakteur, redakteurin
    korrespondent, korrespondentin, journaliste, redactor, redactora, corresponsal, inviato, corrispondente
    dziennikarz, dziennikarka, кореспондент, кореспондентка, редактор, журналіст, корреспондент
""")
"""What a writer is called; in a short line near the headline it marks a byline."""

END_MARKS = frozenset(
    {
        "###",
        "# # #",
        "-30-",
        "– 30 –",
        "—30—",
        "ends",
        "-ends-",
        "– ends –",
        "— ends —",
        "-ende-",
        "ende",
        "end",
    }
)
"""Lines that close a press release."""

_EDGE = " \t\u00a0•·*#|>»›→←▸►▼▲–—-_:;,.!…()[]{}\"'“”‘’«»„0123456789"
_SIMPLE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u200b": None, "“": '"', "”": '"'}
)


def key(text: str) -> str:
    """Return a short line as the tables spell it: lower case, no bullets, counts or marks at its ends.

    >>> key("  • Comments (1,204)")
    'comments'
    """
    return " ".join(text.translate(_SIMPLE).casefold().split()).strip(_EDGE)
