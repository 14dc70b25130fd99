"""Words that say little about an app: common ones in names, and those that operators put around a brand."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    """
    account ad admin ads air alarm all android api app apps art assistant audio auth authenticator auto bank
    banking beauty best beta big bike black blue board book booking books bot box browser business buy cafe
    calculator calendar camera car card cards care cash center central chat check city clean client clock
    cloud club code com comic commerce community connect contact control cook coupon credit customer
    customercenter daily data date dating day default delivery desktop dev diary dictionary digital direct
    docs doctor drive driver easy editor education email english enterprise event express family fashion
    fast file files film finance first fit fitness flight food football for free fun game games gas get gift
    global go gold golf good green group guide health help home hotel hotels house id info insurance
    international internet invest investment ios ipad iphone japan job jobs jp key keyboard kids lab learn
    learning library life light link list lite live local login love magazine mail main manager manga map
    maps market master max media medical meet meeting member members memo menu merchant messenger mini
    mobile mobility money movie movies mtg music my native nativeapp navi navigation net network new news
    newspaper next note notes now number office official one online open order ordering original outdoor
    page park parking partner party passbook passport password pay payment payments pc personal phone photo
    photos pizza plan planner play player plus pocket podcast point points portal post premium prepaid print
    pro prod product project quick radio rail read reader real recipe red remote rental reservation
    restaurant ride room running safe safety sale scan scanner school search secure securities security
    service services shift shop shopping sim simple site smart sms snow soccer social song sound space sport
    sports staff standard star start station stock stocks storage store stream streaming student studio sub
    suite sun super support survey system tablet talk task taxi team tel test ticket tickets time timer
    today tokyo tool tools top total tour tracker trade trading traffic train transfer transit translate
    travel trip tube tv two update user video view viewer vip visit voice voip vpn wallet watch weather web
    wifi wiki win with work workout world your
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
    images img imgs inc io ios jobs jp lab labs lb link live live2 log login logs mail main media mobile
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

SECOND_LEVEL = _words(
    """
    ac ad co com ed edu go gov gr lg ne net or org
    """
)
"""Labels between a country's code and the registrable label: `co.jp`, `com.br`."""

GENERIC_SUFFIXES = _words(
    """
    ai app biz cloud club co com dev edu fm gg gov group inc info io jobs link live me media mobi name net
    news online org page pro shop site store swiss tech tv uk xyz
    """
)
"""With the two-letter codes, the endings by which a two-part name such as `Booking.com` is a domain."""


def is_suffix(label: str) -> bool:
    """Whether a label looks like a top-level domain: a country's code or a well-known generic one."""
    return label in GENERIC_SUFFIXES or (len(label) == 2 and label.isascii() and label.isalpha())
