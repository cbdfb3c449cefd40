"""What stands on pages that have no story: errors, consent, log-in, sign-up; sentences of this project, as data.

By language and kind: the headings that such a page may have, its sentences, its buttons.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wall:
    """Texts of one kind of page in one language, each entry a line."""

    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    buttons: tuple[str, ...]


WALLS: Mapping[str, tuple[Wall, ...]] = {
    "en": (
        Wall(
            (
                "Oops!",
                "404",
                "Error 404",
                "Nothing here",
                "This page is gone",
                "We can't find that page",
                "Page missing",
            ),
            (
                "The address may have been typed wrongly, or the page has moved.",
                "Sorry, there is nothing at this address any more.",
                "The link that brought you here seems to be broken.",
                "It looks like this article was deleted or never existed.",
                "Try the search box below, or begin again from the front page.",
                "If you think this is our mistake, please tell us.",
                "The content that you requested is no longer available.",
            ),
            ("Back to the home page", "Search", "Report a problem", "Go back", "Site map"),
        ),
        Wall(
            (
                "Something went wrong",
                "503 Service Unavailable",
                "We'll be back soon",
                "Down for maintenance",
                "Bad gateway",
            ),
            (
                "Our servers are very busy at the moment.",
                "We are working on the site and expect to be back within the hour.",
                "Please reload the page in a few minutes.",
                "The connection to the server timed out before it answered.",
                "Our engineers have been told about the problem.",
            ),
            ("Reload", "Try again", "Status page", "Contact support"),
        ),
        Wall(
            (
                "Your choices about privacy",
                "Before you continue",
                "Cookies on this site",
                "We respect your data",
                "Consent",
            ),
            (
                "We and our partners store information on your device and read it, such as unique identifiers.",
                "Some of our vendors process your data on the basis of a legitimate interest, to which you can object.",
                "With your consent we use cookies to measure the audience and to show ads that fit you.",
                "You can change your mind at any time through the link at the bottom of each page.",
                "To read without advertising, take out a subscription.",
                "Necessary cookies are always active, for without them the site would not work.",
                "By pressing the button you agree that your personal data are used as listed below.",
            ),
            ("Accept all", "Reject all", "Manage settings", "List of partners", "Privacy notice", "Save and close"),
        ),
        Wall(
            (
                "Sign in",
                "Welcome back",
                "Log in to continue",
                "Create an account",
                "Members only",
                "Verify your e-mail",
            ),
            (
                "Enter your e-mail address and your password.",
                "We have sent a code to your telephone; it is valid for ten minutes.",
                "You need an account to see this part of the site.",
                "Forgotten your password? We will send you a link to set a new one.",
                "By registering you accept our terms of use and our privacy policy.",
                "Keep me signed in on this computer.",
            ),
            ("Continue", "Register", "Sign in with your phone", "Show password", "Cancel", "Help"),
        ),
        Wall(
            (
                "You have read all your free articles",
                "Subscribe to go on",
                "This story is for subscribers",
                "Choose your plan",
            ),
            (
                "Get unlimited access to all our reporting from one euro a week.",
                "Already a subscriber? Log in to read on.",
                "Independent journalism needs readers who pay for it.",
                "You can cancel whenever you like, online, without giving a reason.",
                "Your first month is free; after that it renews by itself.",
            ),
            ("Subscribe now", "See all offers", "Gift a subscription", "Monthly", "Yearly", "Most popular"),
        ),
        Wall(
            ("Checking your browser", "Are you a human?", "One more step", "Access denied", "Unusual traffic"),
            (
                "Your network sends more requests than a reader would.",
                "Please tick the box below so that we know you are not a robot.",
                "Turn on JavaScript and cookies in your browser, and load the page again.",
                "This content is not available in your country for legal reasons.",
                "Your request was blocked by the security service of this site.",
                "Please turn off your ad blocker to see this page.",
            ),
            ("Verify", "I am not a robot", "Learn more", "Request ID: 7f3a"),
        ),
        Wall(
            ("Watch", "Live", "Now playing", "Video", "Listen", "Playlist"),
            (
                "Your browser cannot play this video.",
                "The stream begins in a few moments.",
                "This clip has expired.",
                "Autoplay is on.",
                "To see subtitles, press the button on the lower right.",
            ),
            ("Play", "Mute", "0:00 / 2:41", "Full screen", "Up next", "Share", "Download the app", "HD", "Subtitles"),
        ),
        Wall(
            ("Search", "0 results", "No matches", "Your search", "Stay informed", "Get our newsletter", "Thank you!"),
            (
                "We found nothing for your words; try others, or fewer of them.",
                "Check the spelling, or take out a filter.",
                "The best of the day, every morning in your inbox.",
                "Please confirm your address by the link in the message that we have just sent.",
                "Your message has been sent, and we will answer as soon as we can.",
                "You can unsubscribe by one click in each mail.",
            ),
            ("Sort by date", "All dates", "Filter", "Sign up", "Your e-mail address", "Clear", "Page 1 of 1"),
        ),
    ),
    "de": (
        Wall(
            ("Hoppla!", "404", "Diese Seite gibt es nicht", "Inhalt entfernt", "Fehler 404", "Technische Störung"),
            (
                "Vielleicht haben Sie sich vertippt, oder der Artikel wurde verschoben.",
                "Unter dieser Adresse ist leider nichts mehr zu finden.",
                "Der Link, dem Sie gefolgt sind, ist offenbar veraltet.",
                "Nutzen Sie die Suche, oder beginnen Sie auf der Startseite.",
                "Unsere Server sind gerade überlastet, bitte laden Sie die Seite später neu.",
                "Wir arbeiten gerade an der Seite und sind bald wieder da.",
            ),
            ("Zur Startseite", "Suche", "Zurück", "Fehler melden", "Neu laden"),
        ),
        Wall(
            ("Ihre Privatsphäre", "Wir brauchen Ihre Zustimmung", "Cookies und Werbung", "Mit Werbung weiterlesen"),
            (
                "Wir und unsere Partner speichern Informationen auf Ihrem Gerät und rufen sie ab.",
                "Sie können Ihre Einwilligung jederzeit am Ende jeder Seite widerrufen.",
                "Oder lesen Sie ohne Werbung mit einem Abo für wenige Euro im Monat.",
                "Einige Anbieter stützen sich auf ein berechtigtes Interesse, dem Sie widersprechen können.",
                "Notwendige Cookies sind immer aktiv, ohne sie funktioniert die Seite nicht.",
            ),
            ("Alle akzeptieren", "Ablehnen", "Einstellungen", "Datenschutz", "Impressum", "Liste der Partner"),
        ),
        Wall(
            (
                "Anmelden",
                "Willkommen zurück",
                "Weiterlesen mit Abo",
                "Konto anlegen",
                "Nur für Abonnenten",
                "Video",
                "Suche",
            ),
            (
                "Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.",
                "Sie haben noch kein Konto? Hier können Sie sich kostenlos registrieren.",
                "Testen Sie unser Angebot einen Monat lang, danach ist es jederzeit kündbar.",
                "Zu Ihren Wörtern wurde nichts gefunden.",
                "Ihr Browser kann dieses Video nicht abspielen.",
                "Bitte bestätigen Sie, dass Sie kein Roboter sind.",
                "Das Wichtigste des Tages jeden Morgen in Ihrem Postfach.",
            ),
            (
                "Weiter",
                "Passwort vergessen",
                "Registrieren",
                "Jetzt abonnieren",
                "Hilfe",
                "Nach Datum ordnen",
                "Abspielen",
            ),
        ),
    ),
    "fr": (
        Wall(
            ("Oups !", "404", "Cette page n'existe plus", "Contenu retiré", "Erreur technique"),
            (
                "L'adresse est peut-être mal écrite, ou l'article a été déplacé.",
                "Il n'y a plus rien à cette adresse.",
                "Essayez la recherche, ou revenez à la page d'accueil.",
                "Nos serveurs sont très sollicités, rechargez la page dans quelques minutes.",
            ),
            ("Retour à l'accueil", "Rechercher", "Signaler une erreur", "Recharger"),
        ),
        Wall(
            ("Vos choix de confidentialité", "Avant de continuer", "Gestion des cookies"),
            (
                "Avec nos partenaires, nous conservons des informations sur votre appareil et nous y accédons.",
                "Vous pouvez retirer votre accord à tout moment en bas de chaque page.",
                "Pour lire sans publicité, abonnez-vous.",
                "Les cookies nécessaires sont toujours actifs.",
            ),
            ("Tout accepter", "Tout refuser", "Paramétrer", "Nos partenaires", "Continuer sans accepter"),
        ),
        Wall(
            (
                "Se connecter",
                "Article réservé aux abonnés",
                "Créer un compte",
                "Vidéo",
                "Recherche",
                "Lettre d'information",
            ),
            (
                "Saisissez votre adresse électronique et votre mot de passe.",
                "Déjà abonné ? Connectez-vous pour lire la suite.",
                "Un mois offert, puis sans engagement.",
                "Aucun résultat pour ces mots.",
                "Votre navigateur ne peut pas lire cette vidéo.",
                "Merci de confirmer que vous n'êtes pas un robot.",
            ),
            ("Continuer", "Mot de passe oublié", "S'abonner", "Aide", "Lire la vidéo", "Trier par date"),
        ),
    ),
    "es": (
        Wall(
            ("¡Vaya!", "404", "Esta página ya no está", "Contenido retirado", "Error del servidor"),
            (
                "Puede que la dirección esté mal escrita o que el artículo haya cambiado de lugar.",
                "En esta dirección ya no hay nada.",
                "Pruebe con el buscador o vuelva a la portada.",
                "Nuestros servidores están saturados, recargue la página en unos minutos.",
            ),
            ("Ir a la portada", "Buscar", "Avisar de un error", "Recargar"),
        ),
        Wall(
            ("Su privacidad", "Antes de seguir", "Uso de cookies"),
            (
                "Nosotros y nuestros socios guardamos información en su dispositivo y accedemos a ella.",
                "Puede retirar su permiso cuando quiera al pie de cada página.",
                "Para leer sin publicidad, suscríbase.",
                "Las cookies necesarias están siempre activas.",
            ),
            ("Aceptar todo", "Rechazar todo", "Configurar", "Lista de socios"),
        ),
        Wall(
            ("Iniciar sesión", "Solo para suscriptores", "Crear una cuenta", "Vídeo", "Buscador", "Boletín"),
            (
                "Escriba su correo y su contraseña.",
                "¿Ya está suscrito? Entre para seguir leyendo.",
                "El primer mes es gratis y puede darse de baja cuando quiera.",
                "No hay resultados para esas palabras.",
                "Su navegador no puede reproducir este vídeo.",
                "Confirme que no es un robot.",
            ),
            ("Seguir", "He olvidado mi contraseña", "Suscribirse", "Ayuda", "Reproducir", "Ordenar por fecha"),
        ),
    ),
    "it": (
        Wall(
            ("Ops!", "404", "La pagina non c'è più", "I tuoi dati", "Accedi", "Solo per abbonati"),
            (
                "L'indirizzo potrebbe essere sbagliato, oppure l'articolo è stato spostato.",
                "Prova a cercare, o torna alla pagina iniziale.",
                "Noi e i nostri partner conserviamo informazioni sul tuo dispositivo.",
                "Puoi cambiare idea in ogni momento in fondo a ogni pagina.",
                "Inserisci la tua mail e la password.",
                "Nessun risultato per queste parole.",
            ),
            ("Pagina iniziale", "Cerca", "Accetta tutto", "Rifiuta", "Continua", "Abbonati"),
        ),
    ),
    "pt": (
        Wall(
            ("Ops!", "404", "Esta página já não existe", "A sua privacidade", "Entrar", "Só para assinantes"),
            (
                "O endereço pode estar errado, ou o artigo mudou de lugar.",
                "Tente a busca ou volte à página inicial.",
                "Nós e os nossos parceiros guardamos informações no seu aparelho.",
                "Pode mudar de ideia quando quiser, no fim de cada página.",
                "Digite o seu e-mail e a sua senha.",
                "Nada foi encontrado com essas palavras.",
            ),
            ("Página inicial", "Buscar", "Aceitar tudo", "Recusar", "Continuar", "Assinar"),
        ),
    ),
    "nl": (
        Wall(
            ("Oeps!", "404", "Deze pagina is er niet meer", "Uw privacy", "Inloggen", "Alleen voor abonnees"),
            (
                "Misschien is het adres verkeerd getypt, of is het artikel verplaatst.",
                "Probeer de zoekfunctie, of ga terug naar de voorpagina.",
                "Wij en onze partners bewaren informatie op uw apparaat.",
                "U kunt uw keuze altijd wijzigen onder aan elke pagina.",
                "Vul uw e-mailadres en wachtwoord in.",
            ),
            ("Naar de voorpagina", "Zoeken", "Alles accepteren", "Weigeren", "Verder", "Abonneren"),
        ),
    ),
    "pl": (
        Wall(
            ("Ups!", "404", "Tej strony już nie ma", "Twoja prywatność", "Zaloguj się"),
            (
                "Być może adres jest błędny albo artykuł przeniesiono.",
                "Skorzystaj z wyszukiwarki lub wróć na stronę główną.",
                "My i nasi partnerzy przechowujemy informacje na twoim urządzeniu.",
                "Zgodę można wycofać w każdej chwili na dole strony.",
                "Podaj adres e-mail i hasło.",
            ),
            ("Strona główna", "Szukaj", "Zgadzam się", "Odrzuć", "Dalej"),
        ),
    ),
    "ru": (
        Wall(
            ("Ой!", "404", "Этой страницы больше нет", "Вход", "Только для подписчиков"),
            (
                "Возможно, адрес введён с ошибкой или статью перенесли.",
                "Попробуйте поиск или вернитесь на главную.",
                "Мы и наши партнёры храним сведения на вашем устройстве.",
                "Введите адрес почты и пароль.",
                "Ваш браузер не может показать это видео.",
            ),
            ("На главную", "Поиск", "Принять", "Отказаться", "Далее"),
        ),
    ),
    "ja": (
        Wall(
            ("404", "このページはもうありません", "ログイン", "会員限定"),
            (
                "アドレスが間違っているか、記事が移動した可能性があります。",
                "検索するか、トップページからお探しください。",
                "当社とパートナーは端末に情報を保存します。",
                "メールアドレスとパスワードを入力してください。",
            ),
            ("トップへ", "検索", "同意する", "拒否する", "次へ"),
        ),
    ),
    "tr": (
        Wall(
            ("404", "Bu sayfa artık yok", "Giriş yap", "Gizliliğiniz"),
            (
                "Adres yanlış yazılmış ya da haber taşınmış olabilir.",
                "Aramayı deneyin veya ana sayfaya dönün.",
                "Biz ve ortaklarımız cihazınızda bilgi saklıyoruz.",
                "E-posta adresinizi ve parolanızı girin.",
            ),
            ("Ana sayfa", "Ara", "Kabul et", "Reddet", "Devam"),
        ),
    ),
}
