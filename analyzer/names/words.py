"""Words that say little about an app: common ones in names, and those that operators put around a brand."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    """
    account ad admin ads air alarm all android api app apps art assistant audio auth authenticator auto bank banking
    beauty best beta big bike black blue board book booking books bot box browser business buy cafe calculator
    calendar camera car card cards care cash center central chat check city clean client clock cloud club code com
    comic commerce community connect contact control cook coupon credit customer customercenter daily data date
    dating day default delivery desktop dev diary dictionary digital direct docs doctor drive driver easy editor
    education electronics email english enterprise event express family fashion fast file files film finance first
    fit fitness flight food football for free fun game games gas get gift global go gold golf good green group guide
    health help home hotel hotels house id info insurance international internet invest investment ios ipad iphone
    japan job jobs jp key keyboard kids lab learn learning library life light link list lite live local login love
    magazine mail main mall manager manga map maps market master max media medical meet meeting member members
    membership memo menu merchant messenger mini mobile mobility money movie movies mtg music my native nativeapp
    navi navigation net network new news newspaper next note notes now number office official one online open order
    ordering original outdoor page park parking partner party passbook passport password pay payment payments pc
    personal phone photo photos pizza plan planner play player plus pocket podcast point points portal post premium
    prepaid print pro prod product project quick radio rail read reader real recipe red remote rental reservation
    restaurant ride room running safe safety sale scan scanner school search secure securities security service
    services shift shop shopping sim simple site smart sms snow soccer social song sound space sport sports staff
    standard star start station stock stocks storage store stream streaming student studio sub suite sun super
    support survey system tablet talk task taxi team tel telecom test ticket tickets time timer today tokyo tool
    tools top total tour tracker trade trading traffic train transfer transit translate travel trip tube tv two
    update user video view viewer vip visit voice voip vpn wallet watch weather web webtoon wifi wiki win with work
    workout world your
    """
)
"""Half the app stores hold one of these: a match on it alone is worth little."""

NOISE = _words(
    """
    android androidapp app apps client com inc ios iosapp ipad iphone jp ltd mobileapp net official org prod
    release www
    """
)
"""Parts of package ids and names that say nothing at all."""

AROUND_A_BRAND = _words(
    """
    account accounts ads akamai api apis app apps asset assets auth aws backend beta blob blog bucket cache
    careers cdn cdns client clients cloud cloudfront cms co com community config connect content contents
    corp data delivery dev developer direct dl dns download downloads edge eu event events feed files fonts
    forum game games gateway get global go group gslb gw help hls home host hosting hq http https id image
    images img imgs inc io ios jobs jp js lab labs lb link live live2 log login logs mail main media mobile
    music my net network news obj object objects official online origin page pages partner partners photo
    photos pic pics platform player portal prd press prod production public push res resource resources rtc
    s3 sdk sec secure server servers service services shop site sites sp srv ssl st stage staging stat
    static statics status stg storage store stream streaming studio studios support svc sys system team tech
    test the thumb tls track tracking tv uk upload us use user usercontent users vid video videos voip web
    webapp websocket work works world ws www xy
    """
)
"""What operators put before or behind a brand in a domain's label: `paypalobjects`, `gotinder`."""

STATIC = _words("cdn cdns content img imgs image images media pic pics res static statics")
"""Affixes of hosts that serve files, where brands shorten themselves to two letters: `zhimg`, `licdn`."""

GENERIC_PARTS = NOISE | _words(
    """
    activity application beta browser debug dev enterprise free full game games global hd intl launcher lite
    main mobile native phone plus premium prod production public sdk service services staging store tablet test tv ui
    user watch web
    """
)
"""Parts of package ids behind the owner's that any app may have."""

GENERIC_SUFFIXES = _words(
    """
    ai app biz cloud club co com dev edu fm gg gov group inc info io jobs link live me media mobi name net
    news online org page pro shop site store swiss tech tv uk xyz
    """
)
"""With the two-letter codes, the endings by which a two-part name such as `Booking.com` is a domain."""


FALLS_OFF = _words(
    """
    app apps application mobile official aplicación aplicativo aplikace aplikacja appli uygulaması
    アプリ アプリ版 スマホ版 モバイル 公式 公式アプリ 공식 모바일 앱 어플 어플리케이션
    приложение приложения застосунок мобильное официальное εφαρμογή تطبيق אפליקציה แอป แอพ
    官方 客户端 应用 应用版 应用程序 應用程式 手机 手机版
    """
)
"""What people add to an app's name to say that it is one."""

PROGRAMS = _words(
    """
    ansible-galaxy apk apt apt-get aws az brew bun bundle cargo choco code composer conda curl deno dnf docker dotnet
    flatpak flutter gcloud gem gh git go gradle helm huggingface-cli kubectl mamba minikube mvn npm npx nuget ollama
    pip pip3 pipx pnpm pod podman poetry rustup scoop skopeo snap terraform uv vagrant wget winget yarn yum zypper
    """
)
"""Programs of the command line that fetch things, so that a command is typed where the app's name is asked for."""

VERBS = _words(
    """
    add apply build clone create fetch get init install login logout ls mod outdated plan publish pull push refresh
    remove restore run search self-update start sync tap tidy uninstall up update upgrade
    """
)
"""What such programs are told to do."""


def is_suffix(label: str) -> bool:
    """Whether a label looks like a top-level domain: a country's code or a well-known generic one."""
    return label in GENERIC_SUFFIXES or (len(label) == 2 and label.isascii() and label.isalpha())
