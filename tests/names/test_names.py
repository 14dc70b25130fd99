"""An app's name against domains: what meets, how well, and what must not."""

import csv
import subprocess
import sys
import unicodedata
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer import knowledge
from analyzer.names import NAME_COUNTS, NO_MATCH, match_name, parse_app_name
from analyzer.names.app_name import MAX_TYPED
from analyzer.names.likeness import is_one_letter_off, is_skeleton, is_swap
from analyzer.names.pieces import in_own_script
from analyzer.names.sounds import romaji, sound_key, sound_keys
from tests.bench import name_matching

COUNTS = 0.5


def match(app, domain, *hostnames, services=frozenset()):
    return match_name(parse_app_name(app), domain, hostnames or [f"www.{domain}"], services)


@pytest.mark.parametrize(
    ("app", "domain"),
    [
        ("PayPay", "paypay.ne.jp"),
        ("paypay", "paypay.ne.jp"),
        ("ＰａｙＰａｙ", "paypay.ne.jp"),
        ("ペイペイ", "paypay.ne.jp"),
        ("ﾍﾟｲﾍﾟｲ", "paypay.ne.jp"),
        ("jp.ne.paypay.iosapp", "paypay.ne.jp"),
        ("メルカリ", "mercari.com"),
        ("モバイルSuica", "jreast.co.jp"),
        ("モバイル Suica", "mobilesuica.com"),
        ("三菱UFJ銀行", "mufg.jp"),
        ("au PAY", "auone.jp"),
        ("d払い", "docomo.ne.jp"),
        ("7-Eleven", "7-eleven.com"),
        ("ｾﾌﾞﾝ-ｲﾚﾌﾞﾝ", "sej.co.jp"),
        ("X", "x.com"),
        ("N26", "n26.com"),
        ("Booking.com", "booking.com"),
        ("com.example.shop", "example.com"),
        ("ch.migros.m-go", "migros.ch"),
        ("Müller", "mueller.de"),
        ("Müller", "muller.com"),
        ("Pokémon", "pokemon.com"),
        ("アマゾン", "xn--cckwcxetd.jp"),
        ("ほげふが", "hogefuga.jp"),
        ("ネットフリックス", "netflix.com"),
        ("YouTube", "youtu.be"),
    ],
)
def test_a_name_meets_the_domain_that_bears_it(app, domain):
    assert match(app, domain).score >= COUNTS
    assert match(app, domain).strong >= COUNTS


@pytest.mark.parametrize(
    ("app", "domain"),
    [
        ("PayPay", "paypal.com"),
        ("PayPay", "payment.co.jp"),
        ("Mizuho Bank", "paypay-bank.co.jp"),
        ("My Cloud Bank", "bank.com"),
        ("au PAY", "audible.com"),
        ("au PAY", "paypay.ne.jp"),
        ("X", "xerox.com"),
        ("o2", "photo2.com"),
        ("N26", "n26things.com"),
        ("d払い", "dropbox.com"),
        ("LINE", "online-convert.com"),
        ("LINE", "linear.app"),
        ("オンライン書店", "line.me"),
        ("ANA", "banana.com"),
        ("ネット通販", "netflix.com"),
        ("Pairs", "paris.fr"),
        ("com.example.android.app", "android.com"),
        ("", "paypay.ne.jp"),
        ("   ", "paypay.ne.jp"),
        ("!?", "paypay.ne.jp"),
    ],
)
def test_a_look_alike_or_a_common_word_is_no_match(app, domain):
    assert match(app, domain).score < COUNTS
    assert match(app, domain).strong < COUNTS


def test_a_company_s_other_service_matches_but_less():
    own, other = match("PayPay", "paypay.ne.jp"), match("PayPay", "paypay-card.co.jp")
    assert COUNTS <= other.score < own.score == 1
    assert (own.kind, other.kind) == ("exact", "part")
    assert match("PayPay", "paypay-static.jp").score > other.score


def test_the_same_piece_counts_less_the_more_of_the_label_it_leaves_unexplained():
    scores = [match("Zalando", f"zalando{rest}.com").score for rest in ("", "xy", "abcdefg", "abcdefghijklmnop")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert scores[-1] > 0


def test_a_hostname_can_bear_the_name_of_the_app():
    found = match("Teams", "live.com", "teams.live.com")
    assert (found.kind, found.text, found.score) == ("host", "teams", 0.8)
    assert match("Teams", "live.com", "login.live.com") == NO_MATCH


def test_a_hostname_with_a_number_or_hyphen_counts_too():
    assert match("Teams", "live.com", "teams2.live.com").kind == "host"
    assert match("Teams", "live.com", "eu-teams.live.com").kind == "host"


def test_another_form_of_the_word_in_a_hostname_is_a_hint_that_does_not_count_alone():
    for app, domain, hostname in (
        ("Messages", "googleapis.com", "groupmessaging-pa.googleapis.com"),
        ("Photos", "example.net", "photodata.example.net"),
    ):
        found = match(app, domain, hostname)
        assert found.kind == "host"
        assert 0 < found.score < NAME_COUNTS


def test_a_brand_is_no_word_of_which_there_are_other_forms():
    assert match("PayPay", "example.net", "paypaylogin.example.net") == NO_MATCH
    assert match("Notes", "example.net", "notary.example.net") == NO_MATCH


def test_an_abbreviated_label_is_a_skeleton_that_can_cancel_a_label():
    found = match("Netflix", "nflximg.net")
    assert found.kind == "skeleton"
    assert found.score < COUNTS <= found.strong


def test_an_owner_list_counts_for_the_score_and_not_for_its_strong_part():
    found = match("Instagram", "cdn-of-it.com", services=frozenset({"instagram"}))
    assert (found.kind, found.strong) == ("service", 0)
    assert found.score >= COUNTS


def test_an_owner_s_other_services_are_met_when_the_services_around_are_known_and_count_less():
    plain, wide = parse_app_name("Instagram"), parse_app_name("Instagram", knowledge.parents_of)
    own, every = knowledge.own_services_of("www.whatsapp.net"), knowledge.services_of("www.whatsapp.net")
    assert match_name(plain, "whatsapp.net", [], own, owners=every - own) == NO_MATCH
    found = match_name(wide, "whatsapp.net", [], own, owners=every - own)
    assert found.kind == "owner"
    assert found.text in {"facebook", "meta"}
    assert 0 < found.score < COUNTS
    assert found.strong == 0


def test_a_service_of_the_owner_that_is_named_is_told_from_the_owner_s_own():
    microsoft = parse_app_name("Microsoft")
    own = match_name(microsoft, "sysinternals.com", [], frozenset({"microsoft"}))
    part = match_name(microsoft, "xboxlive.com", [], frozenset({"xbox"}), owners=frozenset({"microsoft"}))
    assert (own.kind, part.kind, part.text) == ("service", "owned", "microsoft")


def test_a_country_is_no_owner():
    assert not any(token.kind == "owner" for token in parse_app_name("Zhihu", lambda _: {"cn"}).tokens)


@pytest.mark.parametrize(
    ("app", "domain"),
    [
        ("토스", "toss.im"),
        ("나래은행", "naraebank.co.kr"),
        ("카카오뱅크", "kakaobank.com"),
        ("스타벅스", "starbucks.co.kr"),
        ("씨제이", "cj.net"),
        ("SK텔레콤", "sktelecom.com"),
        ("HB전자", "hbe.co.kr"),
        ("ПриватБанк", "privatbank.ua"),
        ("ЖЁЛУДЬ", "zholud.ru"),
        ("Хабр Карьера", "habr.com"),
        ("Цитрус", "citrus.ua"),
        ("Σκρουτζ", "skroutz.gr"),
        ("Μπάμπης", "babis.gr"),
        ("ลาซาด้า", "lazada.co.th"),
        ("شاهد", "shahid.net"),
        ("الجزيرة", "aljazeera.net"),
        ("拼多多", "pinduoduo.com"),
        ("京东", "jd.com"),
        ("百度地图", "baidu.com"),
        ("Rødgrød", "roedgroed.dk"),
        ("Rødgrød", "rodgrod.dk"),
        ("Ångbåt", "aangbaat.se"),
        ("Kırmızı Kuş", "kirmizikus.com.tr"),
        ("Straßenbahn", "strassenbahn.de"),
    ],
)
def test_a_name_in_any_script_meets_its_domain(app, domain):
    assert match(app, domain).score >= COUNTS


@pytest.mark.parametrize(
    ("app", "domain"),
    [
        ("카드", "kde.org"),
        ("스타벅스", "bugs.co.kr"),
        ("페이스북", "pay.kr"),
        ("토스", "adidas.com"),
        ("네이버", "neighbor.com"),
        ("Авито", "aviata.kz"),
        ("Озон", "amazon.com"),
        ("Σκρουτζ", "skyscanner.gr"),
        ("شاهد", "shodan.io"),
        ("京东", "jdk.org"),
    ],
)
def test_a_name_in_another_script_meets_no_stranger(app, domain):
    assert match(app, domain).score < COUNTS


@pytest.mark.parametrize(
    "typed",
    [
        "ほげふがアプリ",
        "ほげふが 公式アプリ",
        "【公式】ほげふが",
        "Hogefuga for iPhone",
        "Hogefuga app",
        "Hogefuga™",
        "hogefuga install",
    ],
)
def test_words_that_say_only_that_it_is_an_app_fall_off(typed):
    assert match(typed, "hogefuga.jp").score >= COUNTS


def test_a_command_is_named_by_its_program():
    assert match("docker pull", "docker.com").score == 1
    assert match("npm install", "npmjs.com").score >= COUNTS
    assert match("docker pull", "pull.com") == NO_MATCH
    assert match("Go Search", "search.com").score < COUNTS


@pytest.mark.parametrize(
    "bundle_id",
    [
        "it.hogera.mobile.app.servizi.activity",
        "it.hogera.android",
        "it.hogera.client.ios.prod",
        "ABCDE12345.it.hogera.app",
    ],
)
def test_a_bundle_id_meets_the_domain_the_other_way_round_whatever_follows(bundle_id):
    assert match(bundle_id, "hogera.it").score == 1
    for part in ("mobile.com", "activity.com", "android.com", "client.io", "ios.com", "app.com"):
        assert match(bundle_id, part).score < COUNTS


def test_the_letters_of_other_scripts_are_loaded_when_a_name_has_them():
    code = (
        "import sys; from analyzer.names import parse_app_name; parse_app_name('PayPay'); parse_app_name('メルカリ');"
        "assert not {'anyascii', 'pandas'} & set(sys.modules); parse_app_name('토스'); assert 'anyascii' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nearly_all_names_meet_their_domains_whatever_the_script_and_few_strangers():
    for script, found in name_matching.outcomes_by_script().items():
        assert len(found) >= 15, script
        owned = [match for outcome in found for match in outcome.owned.values()]
        strangers = [match for outcome in found for match in outcome.strangers.values()]
        assert name_matching.share(owned, "score") >= 0.9, script
        assert name_matching.share(strangers, "score") <= 0.03, script


def test_spellings_that_sound_the_same_meet():
    assert match("Entersekt", "entersect.com").kind == "edit"
    assert match("Crunchyrol", "crunchyroll.com").score >= COUNTS
    assert match("Spoitfy", "spotify.com").score >= COUNTS


def test_later_parts_of_a_package_id_count_less_than_its_owner():
    app = "com.burbank.photoshare"
    assert match(app, "burbank.org").score > match(app, "photoshare.org").score >= COUNTS


def test_a_match_says_what_met_what():
    assert match("モバイルSuica", "mobilesuica.com")[3:] == ("mobilesuica", "mobilesuica")
    assert match("PayPal", "paypalobjects.com")[3:] == ("paypal", "paypalobjects")


def test_a_lone_common_word_meets_only_the_domain_that_is_just_that_word():
    assert match("Box", "box.com").score >= COUNTS
    assert match("Box", "boxcdn.net").score < COUNTS
    assert match("Box Drive", "drive.com").score < COUNTS


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ヴィトン", "viton"),
        ("チェックイン", "chekkuin"),
        ("マッチ", "matchi"),
        ("シャツ", "shatsu"),
        ("じゃらん", "jaran"),
        ("デュオ", "dyuo"),
        ("ウォークマン", "wokuman"),
        ("フォト", "foto"),
        ("ー", ""),
        ("ッ", ""),
        ("漢字 abc", ""),
    ],
)
def test_kana_become_hepburn_romaji(kana, latin):
    assert romaji(kana) == latin


@pytest.mark.parametrize(
    ("kana", "brand"),
    [
        ("メルカリ", "mercari"),
        ("グノシー", "gunosy"),
        ("ピクシブ", "pixiv"),
        ("ツイッター", "twitter"),
        ("インスタグラム", "instagram"),
        ("ゾゾタウン", "zozotown"),
        ("レッティ", "retty"),
        ("ミラティブ", "mirrativ"),
        ("ランサーズ", "lancers"),
        ("クックパッド", "cookpad"),
        ("ホットペッパー", "hotpepper"),
    ],
)
def test_a_brand_in_kana_sounds_like_the_brand(kana, brand):
    assert sound_key(romaji(kana)) in sound_keys(brand)


@pytest.mark.parametrize(("one", "other"), [("paypay", "paypal"), ("rakuten", "rakusu"), ("mercari", "mercury")])
def test_other_brands_sound_otherwise(one, other):
    assert sound_keys(one).isdisjoint(sound_keys(other))


def test_swaps_and_single_letters_are_told_apart():
    assert is_swap("spoitfy", "spotify")
    assert not is_swap("spotify", "spotify")
    assert not is_swap("paypay", "paypal")
    assert is_one_letter_off("paypay", "paypal")
    assert is_one_letter_off("nitori", "nitor")
    assert not is_one_letter_off("nitori", "nitori")
    assert not is_one_letter_off("nitori", "tori")


def test_a_skeleton_starts_alike_and_keeps_the_order():
    assert is_skeleton("nflx", "netflix", cut=True)
    assert is_skeleton("zh", "zhihu", cut=True)
    assert not is_skeleton("flx", "netflix", cut=True)
    assert not is_skeleton("nxlf", "netflix", cut=True)
    assert not is_skeleton("nei", "netflix", cut=False)


def test_a_broken_international_label_stays_as_it_is():
    assert in_own_script("xn--99999999") == "xn--99999999"
    assert in_own_script("xn--cckwcxetd") == "アマゾン"


TABLE = resources.files("analyzer.knowledge") / "app_aliases.csv"
ALIASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_every_alias_has_tokens_a_source_and_a_licence():
    for row in ALIASES:
        assert None not in row.values()
        assert row["tokens"].split()[0][0] not in "()", row
        assert all(token == token.lower() and token.isascii() for token in row["tokens"].split()), row
        assert row["source"]
        assert row["licence"]


def test_no_alias_is_there_twice():
    aliases = [unicodedata.normalize("NFKC", row["alias"]).lower() for row in ALIASES]
    assert len(aliases) == len(set(aliases))


def test_every_alias_is_found_when_it_is_typed():
    for row in ALIASES:
        texts = {token.text for token in parse_app_name(row["alias"]).tokens}
        assert row["tokens"].split()[0].replace("-", "") in {text.replace("-", "") for text in texts}, row


def test_nearly_all_japanese_names_meet_their_domains_and_few_strangers():
    with name_matching.TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [name_matching.outcomes(row["app"], row) for row in rows]
    assert len(rows) >= 30
    owned = [match for outcome in found for match in outcome.owned.values()]
    strangers = [match for outcome in found for match in outcome.strangers.values()]
    assert name_matching.share(owned, "strong") >= 0.95
    assert name_matching.share(strangers, "score") <= 0.05
    assert sum(outcome.is_told_apart for outcome in found) / len(found) >= 0.95


hostile = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="한앱은행카 БанкЁщ Τράαυ ไทร์เอ الاهة 银行", max_size=30),
    st.text(alphabet="ａＡパッー゙́.-_ xn8\u0130\u0131\u202e\x00\ufdfa三UFJ", max_size=200),
    st.from_regex(r"xn--[a-z0-9-]{1,59}(\.[a-z]{2,5}){0,2}", fullmatch=True),
    st.sampled_from(
        ["a" * 10_000, "ア" * 10_000, "a." * 5_000, "a-" * 5_000, "\ufdfa" * 10_000, "e" + "\u0301" * 10_000]
    ),
)


@given(hostile, hostile, st.lists(hostile, max_size=3), st.frozensets(st.text(max_size=5), max_size=3))
@example("lıne", "line.me", ["lİne.line.me"], frozenset())
@example(".", ".", ["."], frozenset({""}))
def test_any_text_gives_a_match_between_nothing_and_all(app, domain, hostnames, services):
    found = match_name(parse_app_name(app), domain, hostnames, services)
    assert 0 <= found.score <= 1
    assert 0 <= found.strong <= 1
    assert (found.kind == "") == (found.score == 0)
    assert found.kind in {"exact", "part", "host", "service", "skeleton", "edit", ""}


@given(hostile)
def test_what_is_kept_of_a_name_is_bounded(text):
    tokens = parse_app_name(text).tokens
    assert len(tokens) <= 24
    assert all(0 < token.weight <= 1 and 0 < len(token.text) <= 2 * MAX_TYPED for token in tokens)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30))
def test_full_width_letters_read_as_narrow_ones(text):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert parse_app_name(wide).tokens == parse_app_name(text).tokens


@given(
    st.permutations(["teams.live.com", "api.live.com", "cdn-1.live.com"]),
    st.frozensets(st.sampled_from(["teams", "x"])),
)
def test_the_order_of_hostnames_does_not_matter_and_owner_lists_never_take_away(hostnames, services):
    app = parse_app_name("Microsoft Teams")
    found = match_name(app, "live.com", hostnames, services)
    alone = match_name(app, "live.com", sorted(hostnames))
    assert found.strong == alone.strong
    assert found.score >= alone.score
