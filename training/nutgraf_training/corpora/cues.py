"""Words that tell what a block is, in the languages of the corpora; data, apart from the rules that use it.

They serve the silver labels only: the model that is trained on these never sees them as rules.
"""

import re


def _pattern(*alternatives: str, start: bool = True) -> re.Pattern[str]:
    joined = "|".join(alternatives)
    return re.compile(rf"^\W*(?:{joined})" if start else rf"(?:{joined})", re.IGNORECASE)


#: Calls to action, services and legal pages that stand as links of a headline's length.
ACTION = _pattern(
    r"subscribe|sign (up|in)|log ?in|register|create (a|an|your) (free )?account|download|get (the|our) app|donate",
    r"contact us|click (here|to)|tap here|about (us|our|this)|how we |why (you can )?trust|our (editorial|ethics)",
    r"privacy|cookie|terms (of|and|&)|do not sell|your .{0,9}privacy|advertise|copyright|©|all rights|corrections",
    r"share (this|on)|follow (us|me|on)|support (us|our)|discuss (this|in)|view (all|comments|more)|see (all|more)",
    r".{0,20}comments? from the forums?|(already|not) a subscriber|.{3,60}\(m/w/d\)|.{3,60}getty images",
    r"show (all|more)|more from|more (stories|news) from|all posts|submit a|shop (now|all|the)|buy (now|it|at|on)",
    r"learn more about (us|our)|[£$€] ?\d|get (tickets|started)|job|jobs in|skip to|back to|go to|open in|print ",
    r"abonn|jetzt (abonn|anmeld|regist|lesen)|newsletter|zur (startseite|übersicht)|datenschutz|impressum|klick",
    r"auf (facebook|twitter|x|whatsapp) teilen|s.abonner|suscr[ií]|s.inscrire|partager|partilhar|compartilh|compartir",
    r"mentions légales|política de|condiciones|iscriviti|abbonati|suivez|síguenos|siga o|seguici|folgen sie",
)
#: Label before the headline of another story, which then follows in the same block.
POINTER = _pattern(
    r"(read (more|also|next|on)|also read|also see|more|related( stor(y|ies)| (articles?|reading|content|video)s?)?"
    r"|see (also|more)|watch( now| also)?|listen( to)?|don.t miss|recommended|must.read|up next|next|previously|video"
    r"|lesen sie (auch|hier|mehr|dazu)( auch)?|lies auch|mehr (dazu|zum thema)|auch interessant|passend dazu|siehe auch"
    r"|lire (aussi|également)|à lire( aussi)?|voir aussi|leia (também|mais)|veja (também|mais)|saiba mais"
    r"|lea también|lee también|te puede interesar|ver más|leggi anche|guarda anche|lees ook|læs også|les også"
    r"|läs (också|även)|lue myös|czytaj (też|także|również)|zobacz (też|także)|čtěte také|olvasta már|citește și"
    r"|baca juga|читайте (также|також)|смотрите также|ayrıca oku|relacionad[oa]s?|関連記事|あわせて読みたい)"
    r"\s*[:：|»>–—-]",
    r"(previous|next) (article|post|story)",
    r"[>»]{2,}\s*\w",
)
#: Sentence that only sends the reader elsewhere: promo where most of it is a link.
SENDS = _pattern(
    r"(read|check out|see|watch|view|take a look at|have a look at|find out|learn|listen to|explore|discover)\b"
    r"|for (more|the full|further|a full|additional)|click here|want (more|to know)|(our|my) (full )?.{0,40}review"
    r"|(more|mehr|más|plus) (information|informationen|infos|información|d.info)|das ganze|hier geht|para (leer|ver)",
)
#: Bare labels over lists of links and over furniture; the whole of a block, at most a few words.
LABEL = re.compile(
    r"^\W*(advertise?ment|ad|ads|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|reklama|реклама"
    r"|(read|see|learn|view|show|load|watch) (more|also|all|next|here)|more|mehr|weiterlesen|leer más|lire plus"
    r"|(related|recommended|suggested|popular|latest|recent|trending|similar|featured|top|most (read|popular|viewed))"
    r"( (resources|papers|articles|stories|posts|news|topics|content|videos|links|reading|products|coverage|searches"
    r"|events|tags|stuff|pages))?"
    r"|more (from|on|in|news|stories|articles|posts|projects|information|about|like this|to read|coverage)\b.{0,40}"
    r"|you (may|might) (also )?(like|enjoy|be interested).{0,20}|what.s next|up next|read next|don.t miss|keep reading"
    r"|share( this)?.{0,24}|follow us.{0,30}|contact( us)?|comments?|leave a (reply|comment).{0,20}|add a comment"
    r"|newsletters?|subscribe.{0,40}|sign up.{0,60}|get (the|our) .{0,40}(newsletter|app|inbox).{0,30}|tags?|topics?"
    r"|categories|about (the )?authors?|author|autor(in)?|credits?|photo credits?|disclaimer|disclosure|search|menu"
    r"|ähnliche (beiträge|artikel)|verwandte.{0,30}|das könnte.{0,40}|mehr (zum thema|von).{0,40}|meistgelesen|themen"
    r"|kommentare?|teilen|schlagw.{0,12}|artículos? relacionad.{0,12}|noticias relacionad.{0,12}|te puede interesar"
    r"|más (información|leíd[oa]s|noticias)|temas( que.{0,40})?|etiquetas|compartir|à lire aussi|sur le même .{5,6}"
    r"|articles? (liés|similaires)|les plus lus|partager|leia (também|mais)|mais lidas|veja também|leggi anche"
    r"|articoli correlati|lees ook|meer over.{0,30}|les også|läs (mer|också)|关键词|相关阅读|関連記事|タグ)\W*$",
    re.IGNORECASE,
)
#: Notes about the story that belong to it though gold texts often leave them out.
NOTE = _pattern(
    r"(editor.s|editors.?|author.s) notes?\b",
    r"(correction|clarification|updated?|errat(um|a)|anm(erkung)?\.? d(er|\.))\b.{0,40}[:：,]",
    r"(this|the) (story|article|interview|post|piece|report|version|headline|column).{0,40}(was|has been|been) "
    r"(updated|corrected|edited|amended|condensed|revised|clarified|translated)",
    r"[–—-]? ?(additional )?(reporting|writing|editing) (by|from)|with (files|(additional )?reporting) (from|by)",
    r".{3,80} contributed (to (this|the)|reporting)|.{3,60} reported from\b",
)
#: Date, time or reading time, and nothing else.
_MONTH = (
    r"jan\w*|feb\w*|m[aä]r\w*|apr\w*|avr\w*|abr\w*|ma[iy]o?|ju[nl]\w*|juin|juillet|aug\w*|ago\w*|ao[uû]t|sep\w*|o[ckt]t\w*"
    r"|nov\w*|de[czs]\w*|dic\w*|fév\w*|janv\w*|ene\w*|gen\w*|giu\w*|lug\w*|set\w*|ott\w*"
)
_DATE_WORD = (
    rf"{_MONTH}|(mon|tues?|wednes|thurs?|fri|satur|sun)(day)?|(mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|sun|sat|wed|thu|tue"
    r"|am|pm|a\.m|p\.m|uhr|e[ds]?t|p[ds]?t|cet|cest|gmt|utc|ist|bst|h|min\w*|hours?|days?|weeks?|months?|ago|vor|stunden"
    r"|tagen|at|on|um|de|del|à|às|il y a|le|den|der|read|reading time|lesezeit|published|updated|last|posted|on|stand"
    r"|veröffentlicht|aktualisiert|publié|publicado|actualizado|mis à jour|modified|news|th|st|nd|rd|os|of"
)
DATE = re.compile(rf"^(?=.*\d)(?:\W|\d|\b(?:{_DATE_WORD})\b|年|月|日|時|分|更新)+$", re.IGNORECASE)
#: Dates and counts that give away the line of small print on a card.
META = re.compile(
    r"\b(19|20)\d\d\b|\b\d{1,2}[:.]\d{2}\b|\d+ (comments?|kommentare?|views|shares|likes)\b|\b(hours?|days?) ago\b"
    rf"|\b({_MONTH})\.? \d|\d\.? ({_MONTH})\b",
    re.IGNORECASE,
)
PRICE = re.compile(r"[$€£¥₹] ?\d|\b(eur|usd|gbp|chf) ?\d|\d ?[€£]|\d (kr|zł|usd|eur)\b", re.IGNORECASE)
#: Byline: a few words that start with the preposition of authors.
BYLINE = re.compile(
    r"^\W*((written|reviewed|posted|published|authored|edited|fact.checked|story|photos?|text|words) by|by|von|par|por"
    r"|di|door|av|af|autor|autorin|author|texto?|foto|fotos|photos?|bild|crédit photo|image|picture|quelle|source|©)"
    r"\b[: ].{2,90}$",
    re.IGNORECASE,
)
#: Appeals to read, buy, follow or give: of the outlet, not of the story.
PLUG = _pattern(
    r"(sign up|subscribe|register|rsvp).{0,60}(newsletter|inbox|updates|alerts|email|free|today|here|channel|podcast)",
    r"follow (us|me|them|him|her|.{3,30}) on "
    r"(x|twitter|facebook|instagram|linkedin|bluesky|threads|youtube|github|telegram)",
    r"(our|my|the|'s|’s) (free )?.{0,30}newsletter\b",
    r"(amazon|affiliate) (associate|links?|commission|partner|disclos)|may (earn|receive) .{0,20}commission",
    r"(click|tap) here to (subscribe|sign|join|donate|read more)|request a (free )?(quote|demo)",
    r"book a (consultation|demo)|contact us (today|now|for|to|at)|reach out to us|get in touch with us",
    start=False,
)
