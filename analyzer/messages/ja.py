"""Japanese: the sentences of `en` by the same keys, and how Japanese writes a value.

Running sentences end in です・ます, headings and table cells in a noun; names from Cloudflare's dashboard, commands and
options stay as they are. A half-width blank stands between Japanese and Latin letters or figures. One word for one thing:

    inspection, decryption       検査、復号         registrable domain      登録可能ドメイン
    exclude, exclusion           除外する、除外     hostname, host          ホスト名、ホスト
    exempt from inspection       復号の対象外       lookup, to ask for      名前解決
    pinning, pinned              ピンニング         device; a phone         デバイス; 端末
    to refuse, refusal           拒否する、拒否     entry, list, rule       エントリ、リスト、ルール
    failure, failure window      失敗、失敗の時間帯 account, token          アカウント、トークン
    ordinary, baseline           平常時             permission, plan        権限、プラン
    candidate; likely; points    候補; 可能性; 点   row, record             行、レコード
    finding; survey              調査結果; 集計結果 trust store             証明書ストア
    the period of a sweep        対象期間           root certificate        ルート証明書
    run, trial (after excluding) 実行、試行         query; request          クエリ; リクエスト
    to review an exclusion       見直し             to redact; stand-in     匿名化; 仮名
    to take back, restore        元に戻す           bundle (certificates)   証明書バンドル
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from analyzer.messages import en

_FLUSH_WINDOWS = "ipconfig /flushdns"
_FLUSH_MAC = "sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder"
_FLUSH_LINUX = "resolvectl flush-caches"
_FLUSH_COMPUTER = f"Windows: {_FLUSH_WINDOWS}、macOS: sudo dscacheutil -flushcache、Linux: {_FLUSH_LINUX}"

_RULE_PLACE = "Zero Trust > Traffic policies > Firewall policies > HTTP"
_NOT_NEEDED = "これで除外は不要になります。"
_NOT_IN_FORCE = (
    "ルールが有効で、このデバイスが対象に含まれ、名前がリストに入っていることを確認してください。完全に終了していないアプリは"
    "古い接続を使い続けます。アプリを終了して起動し直し、その実行を verify で確認してください。"
)
_EXCLUDE_MORE = "{hosts} も除外し (pinscout exclude {names:words})、アプリを完全に終了して起動し直し、その実行を verify で確認してください。"
_SAY_WHAT = "結果を --works (動いた) か --fails (失敗した) で指定してください。"
_ENOUGH = "これ以上の除外は不要です。"

SENTENCES = {
    # terms: why a candidate has the points it has
    "base": "失敗の時間帯に現れた {count:,} ドメインのうちの 1 つ",
    "lift": "失敗の時間帯に{inside:lookups} (通常は {usual:rate})",
    "lift_usual": "失敗の時間帯に{inside:lookups}で、通常 ({usual:rate}) より多くない",
    "recurrence": "失敗 {windows} 回中 {seen} 回で名前解決あり。同じ長さの平常時では {share:percent}",
    "recurrence_missing": "失敗 {windows} 回中 {seen} 回でしか名前解決なし。同じ長さの平常時では {share:percent}",
    "recurrence_cached": (
        "失敗 {windows} 回中 {seen} 回で名前解決あり ({cached} 回はキャッシュが有効)。同じ長さの平常時では {share:percent}"
    ),
    "near": "報告された失敗{offset_s:distance}に名前解決",
    "near_none": "報告された失敗の前後に名前解決なし",
    "os_neighbours": "スリープ解除時のように、OS 自身の名前と一緒に名前解決",
    "country_code": "国別のドメイン (.{suffix})",
    "os_label": "OS のドメイン",
    "sdk_label": "多くのアプリに組み込まれている SDK",
    "ad_label": "広告・解析・同意管理",
    "name": "名前が一致: {app} に対して {piece}",
    "name_application": "Cloudflare がアプリケーション {piece} に分類",
    "name_service": "{app} と同じサービスのドメイン",
    "name_owned": "{piece} のサービス",
    "name_owner": "{app} と同じく {piece} が所有",
    "tls_error": "デバイスがゲートウェイの証明書を拒否 ({count:broken_handshakes})",
    "tls_error_anonymous": (
        "いずれかのデバイスがゲートウェイの証明書を拒否。どのデバイスかはログでは不明 ({count:broken_handshakes})"
    ),
    "refused_later": (
        "ハンドシェイク成功の直後に、デバイスが何も要求せず{count:connections}を切断。この段階で証明書を検証するアプリの動き"
    ),
    "refused_perhaps": "ハンドシェイクの直後に、デバイスが何も要求せず{count:connections}を切断。拒否の可能性あり",
    "refused_again": "失敗の {share:percent} で拒否",
    "used": "接続が使われている ({count:connections}) ため、拒否ではない",
    "used_some": "{all:hosts}のうち {some} ホスト: 接続が使われている ({count:connections}) ため、拒否ではない",
    "inspected": "問題なく復号 ({count:requests})。ピンニングではない",
    "inspected_some": "{all:hosts}のうち {some} ホスト: 問題なく復号 ({count:requests})。ピンニングではない",
    "inspected_anonymous": "いずれかのデバイスで問題なく復号。どのデバイスかはログでは不明 ({count:requests})",
    "inspected_anonymous_some": (
        "{all:hosts}のうち {some} ホスト: いずれかのデバイスで問題なく復号。どのデバイスかはログでは不明 ({count:requests})"
    ),
    "inspected_contested": (
        "拒否されたホストに復号済みリクエストもあり ({count:requests})。別のアプリ、または同じアプリの別の部分はピンニングなし"
    ),
    "bypassed": "すでに復号の対象外",
    "bypassed_some": "{all:hosts}のうち {some} ホスト: すでに復号の対象外",
    "origin_error": "サイト自身の証明書またはサーバーの障害 ({count:connections})。ピンニングではない",
    "unresolved": "{lookups:lookups}のうち {failed:,} 件で解決に失敗。復号ではなく障害が原因",
    "uninspected": "接続はあるが復号済みリクエストが 1 件もない (ほかのドメインは復号済み)",
    "app_contact": "このアプリが接続したことを端末のレポートが記録",
    "app_contact_others": "端末のレポートでは、ほかのアプリだけが接続",
    "local_name": "公開ドメインではない: ローカルネットワークの名前、または壊れた名前",
    "companion": "アプリに確実に必要なドメインと同時に名前解決",
    "alias": "アプリに確実に必要なドメインと同じ名前を指す (CNAME {alias})",
    "other_devices": "同じ時間帯に、{active:other_devices}のうち {asked:,} 台も名前解決",
    "other_devices_none": "同じ時間帯に、{active:other_devices}はどれも名前解決せず",
    "label": "{label:label}",
    # what keeps a domain from being excluded first
    "caution_risk": "Cloudflare がセキュリティカテゴリ {risk} に分類: 除外の対象外",
    "caution_distrust": "デバイスがほぼすべてを拒否: ゲートウェイの証明書が未導入であり、ピンニングではない",
    "caution_went_well": "名前解決されたホストはすべて正常で、拒否なし",
    "caution_look_alike": (
        "{app} の名前を含むが、より確かなドメインが別にある。所有者を確認のこと。どの Web ページからでも名前解決は起こせる"
    ),
    "caution_unknown": (
        "今回の失敗で初めて名前解決され、どの一覧にも載っていない。Web ページから一度だけ名前解決させることは誰にでもできるため、"
        "2 回目の失敗または接続のログが必要"
    ),
    "caution_one_failure": (
        "1 回の失敗でのみ名前解決され、アプリの名前を含まない。時刻だけでは根拠が弱いため、2 回目の失敗または接続のログが必要"
    ),
    "caution_no_refusal": "どの一覧にも載っておらず、接続のログにも拒否がない",
    "caution_one_lookup": "名前解決が 1 件だけで、比較できるほかの記録がログにない",
    "caution_flood": "同時に名前解決された、区別できない多数のドメインの 1 つ。判定を惑わす意図の可能性あり",
    # verdict
    "verdict_candidates": "まず除外するもの: {entries}",
    "verdict_application": "Do Not Inspect ルールでアプリケーション {applications:list} を選択してください。",
    "verdict_covered": "{domains:list}: ルール {rules:list} ですでに除外されています。",
    "verdict_blocked": "DNS ポリシーが {hosts} をブロックしています。先に許可してください。復号の除外では解決しません。",
    "verdict_blocked_then": "それでも失敗する場合は、{entries} を除外してください。",
    "verdict_blocked_nothing": "除外が必要と言えるものはありません。",
    "verdict_distrust": "除外するものはありません。デバイスに Cloudflare の証明書がなく、ほぼすべての接続を拒否しています。",
    "verdict_store": (
        "{program:program} にゲートウェイの証明書を登録してください。登録できない場合に限り、{entries} を除外してください。"
    ),
    "verdict_store_none": (
        "{program:program} にゲートウェイの証明書を登録してください。{count:domains}のうち、除外すべきと言えるものはありません。"
    ),
    "verdict_fault": "{domains:list} は復号ではなく、サイト自身の証明書またはサーバーが原因で失敗しています。",
    "verdict_empty": "候補なし: 失敗の前後に、このデバイスの名前解決がログにありません。",
    "verdict_none": "明確な候補なし: {count:,} ドメインのうち、除外すべきと言えるものはありません。順位は以下のとおりです。",
    # the trial plan
    "plan_exclude_domain": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照してください"
        f" ({_RULE_PLACE}、Selector は Domain、Operator は in list)。"
    ),
    "plan_exclude_domains": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照してください"
        f" ({_RULE_PLACE}、Selector は Domain、Operator は in list)。"
    ),
    "plan_exclude_host": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照してください"
        f" ({_RULE_PLACE}、Selector は Host、Operator は in list)。"
    ),
    "plan_exclude_hosts": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照してください"
        f" ({_RULE_PLACE}、Selector は Host、Operator は in list)。"
    ),
    "plan_covered": (
        "{domain} はルール {rule} ですでに除外されているため、追加は不要です。古い接続が残っている可能性があるので、アプリを完全に"
        "終了して起動し直してください。それでも失敗する場合、原因は {domain} ではありません。"
    ),
    "plan_application": (
        "{domains:list} をリストに入れる代わりに、Do Not Inspect ルールでアプリケーション {application} を選択してください"
        " (Selector は Application、Operator は in)。ホストの一覧は Cloudflare が更新します。"
    ),
    "plan_restart": (
        "アプリを完全に終了して起動し直し、失敗した操作をもう一度行います。除外が適用されるのは新しい接続だけです。"
    ),
    "plan_next": "まだ失敗する場合は、{entries} を追加して ({reason}) もう一度試します。影響: {cost}。",
    "plan_shrink": "動いた場合は、後から追加したものから順に 1 つずつ外し、必要なものだけを残します。",
    "plan_single": "動いた場合は、エントリを残し、理由と日付を記録しておきます。",
    "plan_blocked": (
        "DNS ポリシーが {hosts} をブロックしています。先に許可してください (Firewall policies > DNS。ポリシー名は DNS ログに"
        "あります)。復号の除外では解決しません。"
    ),
    "plan_fallback": "証明書を登録できない場合に限り: {step:continued}",
    "plan_wider": "どれも効果がない場合は、時間の幅を広げてください: --before 3m --after 3m",
    "plan_name": "アイコンの下に表示されるアプリ名を指定してください (--app NAME)。名前の一致は時刻よりも有力な手がかりです。",
    "plan_logs": (
        "どれも効果がない場合: DNS だけでは、どの接続が拒否されたかは分かりません。セッションログ (Logpush の"
        " zero_trust_network_sessions) なら分かります。HTTP ログ (gateway_http) はどのプランにもあり、Action が Unknown の行は、"
        "クライアントがハンドシェイクの後に切断したことを示します。これらをソースに加えるか、時間の幅を広げてください:"
        " --before 3m --after 3m"
    ),
    "plan_logs_sessions": (
        "どれも効果がない場合: どの接続が拒否されたかは、セッションログ (Logpush の zero_trust_network_sessions) や、HTTP ログの"
        " Action が Unknown の行 (ハンドシェイクの後にクライアントが切断) で分かります。時間の幅を広げる方法もあります:"
        " --before 3m --after 3m"
    ),
    "plan_site_fault": (
        "{domain} はサイト自身の証明書またはサーバーが原因で失敗しています。一度 WARP をオフにして試してください。それでも失敗するなら、"
        "直せるのはサイトの運営者だけです。動くなら、Cloudflare が信頼していない証明書なので、除外、または信頼されない証明書に関する"
        "ルールが有効です。"
    ),
    "none_try": (
        "時間がない場合: 最も可能性が高いのは {entries} です。除外してアプリを起動し直し、変わらなければ外してください。"
    ),
    "none_repeat": (
        "{emptied}、5 分以上の間隔を空けてさらに 2 回失敗を再現し、すべての時刻を指定してください: --at TIME --at TIME"
    ),
    "emptied_phone": "毎回、試す前に機内モードのオン・オフで端末の DNS キャッシュを空にしたうえで",
    "emptied_windows": f"毎回、試す前に DNS キャッシュを空にしたうえで ({_FLUSH_WINDOWS})",
    "emptied_mac": f"毎回、試す前に DNS キャッシュを空にしたうえで ({_FLUSH_MAC})",
    "emptied_linux": f"毎回、試す前に DNS キャッシュを空にしたうえで ({_FLUSH_LINUX})",
    "emptied_computer": f"毎回、試す前に DNS キャッシュを空にしたうえで ({_FLUSH_COMPUTER})",
    "emptied_device": f"毎回、試す前に DNS キャッシュを空にしたうえで (スマートフォン: 機内モードのオン・オフ、{_FLUSH_COMPUTER})",
    "none_time": (
        "時刻とタイムゾーンを確認してください。今回は {zone} として扱いました。別の地域の端末で読んだ時刻なら、その地域の"
        "タイムゾーンを指定します: --tz Asia/Tokyo または --at 2026-11-10T14:05+09:00。デバイスも確認してください (pinscout devices)。"
    ),
    "none_wider": "時刻が正確でない場合は、前後に幅を持たせてください: --before 3m --after 3m",
    "none_name": "アイコンの下に表示されるアプリ名を指定してください: --app NAME",
    "none_other_name": (
        "{app} に似た名前のドメインがありません。アプリ名のローマ字表記、提供会社の名前、またはバンドル ID を試してください"
        " (--app NAME)。"
    ),
    "none_sessions": (
        "誰が何を拒否したかは接続のログで分かります。その時間の Logpush zero_trust_network_sessions、またはどのプランにもある"
        " gateway_http をソースに加えてください。Action が Unknown の行は、クライアントがハンドシェイクの後に切断したことを示します。"
    ),
    "none_limits": (
        "独自の DNS を使うアプリや固定アドレスに接続するアプリは、DNS ログには現れません。復号以外の原因もあり得るため、一度 WARP を"
        "オフにして試してください。独自の証明書ストアを持つもの (Java、Python、Firefox、Android アプリの多く) に必要なのは、除外ではなく、"
        "そのストアへのゲートウェイのルート証明書の登録です。"
    ),
    "only_in_failures": "失敗 {windows} 回中 {seen} 回で名前解決。それ以外の時間にはなし",
    "same_owner": "{domain} と同じ所有者",
    # the stopwatch
    # after the exclusion: what a new run says, and what to do then
    # what covers a candidate already
    "cover_named": "同名のアプリケーションが Cloudflare にあり: {application}",
    "plan_application_named": (
        "Do Not Inspect ルールでアプリケーション {application} を選択してください (Selector は Application、Operator は in)。"
        "ホストの一覧は Cloudflare が更新するため、リストへの登録は不要です。"
    ),
    "cover_rule": (
        "ルール {by} ですでに除外済み。失敗の時点でも有効だったなら、原因ではないか、アプリが古い接続を使っていた"
    ),
    "cover_rule_in_part": "エントリの一部はルール {by} ですでに除外済み",
    "cover_rule_for_some": "ルール {by} ですでに除外済みだが、対象は一部のユーザーまたはデバイスのみ",
    "cover_application": "Cloudflare にアプリケーション {by} があるため、代わりにそれを選択",
    "cover_unreadable": "すでに除外されているか、選択できるアプリケーションがあるかは不明",
    "cover_no_rules": "既存のルールで何が除外されているかは不明: {reason:continued}",
    "cover_no_catalogue": "候補に対応するアプリケーションが Cloudflare にあるかは不明: {reason:continued}",
    "cover_no_lists": "Do Not Inspect ルールが使うリストのうち {count} 件が読めないため、その除外内容は不明",
    # what inspection loses
    "cost_host": "復号されなくなるのは {count:hosts}のみ",
    "cost_host_shared": "復号されなくなるのは {count:hosts}のみ。ただし、ほかのアプリも使用",
    "cost_domain_none": "{domain} のほかの利用は見られず、検査への影響は小さい",
    "cost_domain": (
        "{domain} 配下はすべて復号されなくなる: 時間帯の外でこのデバイスの{baseline:lookups} (全体の {share:percent})、"
        "時間帯の中で{others:other_devices}が利用"
    ),
    # what would change the answer
    "change_ahead": "次点の {other} を {points:points} 点上回っています。",
    "change_behind": "1 位の {other} に {points:points} 点及びません。",
    "change_name": "アプリ名を指定してください (--app NAME)。名前が一致するドメインは最大 {points:points} 点上がります。",
    "change_failure": (
        "もう一度失敗を再現し、すべての時刻を指定してください。このドメインがまた名前解決されれば{asked}、されなければ{silent}。"
    ),
    "change_failure_none": "失敗をもう 1 回加えても点数は変わりません。すでに十分な回数現れています。",
    "change_gain": " {points:points} 点上がります",
    "change_loss": " {points:points} 点下がります",
    "change_none": "変わりません",
    "change_sessions": (
        "セッションログ (zero_trust_network_sessions) を加えてください。証明書の拒否があれば {points:points} 点上がり、"
        "拒否のないドメインの可能性は大きく下がります。"
    ),
    "change_requests": (
        "リクエストのログ (gateway_http) を加えてください。ホストが問題なく復号されていれば {points:points} 点下がります。"
    ),
    "not_kept": "`pinscout explain` と `pinscout export` のための保存ができませんでした: {error}",
    # notes on the input
    "signals": "DNS 以外にログから分かること: {kinds:signals}",
    "skipped_files": "名前が別の時間を示すため {count:files}を読まず (--all-files ですべて読む)",
    "other_time": "{times:span} 前後の記録を持つファイルがありません。ファイル名が示すのは {named:span} です (時刻は {zone})。",
    "other_time_hint": "日付とタイムゾーン (--tz) を確認してください。--all-files を付けると、それでも全ファイルを読みます。",
    "log_covers": "読み込んだログの範囲は {covered:covered} です (時刻は {zone})。",
    "near_time": "--at '{time}' のことでしょうか。",
    "unnamed_sessions": "{count:sessions}にホスト名がなく、同じセッションのネットワークログ (gateway_network) にもなし",
    "read": "{files:files}の {rows:,} 行のうち {used:,} 行を使用",
    "dropped": "対象外: {reasons:reasons}",
    "truncated": "{name:input} は途中で切れているか壊れているため、読めた分だけを使用",
    "bomb": "{name:input} は展開すると通常のログより大きすぎる ({size:bytes}が{unpacked:bytes}に) ため、途中で中止。ログであれば、展開してファイルを指定のこと",
    "many_members": "{name:input} は{count:files}を超えるファイルを含むため、途中で中止。展開してフォルダーを指定のこと",
    "encrypted": "{name:input} は暗号化されているため、先にパスワードで展開のこと",
    "packed_unknown": "{name:input} の圧縮方式 (zip method {method}) には未対応。先に展開のこと",
    "packed_too_deep": "{name:input} は {layers} 重を超えて圧縮されている。先に展開のこと",
    "packed_too_wide": "{name:input} の展開には 256 MB を超えるメモリが必要。先に展開のこと",
    "zip_too_large": "{name:input} はパイプまたは別のアーカイブの中にある 4 GB を超える zip。先に展開のこと",
    "more_oddities": "{name:input}: 同様のものがほかに {count} 件",
    "archive_incomplete": "{name}: `pinscout fetch` が中断され、ログの一部が不足。もう一度実行のこと",
    "passed_over_hidden": "{name}: 隠しファイルのため{count:files}を対象外",
    "passed_over_dead_link": "{name}: リンク切れのため{count:files}を対象外",
    "passed_over_other": "{name}: 通常のファイルではない (パイプまたはデバイス) ため{count:files}を対象外。読むには名前を指定のこと",
    "unwrapped": "{name:input}: {paths:list} から行を取り出し",
    "dialect": "{name:input}: キーは{dialect:dialect}",
    "undated": "{name:input}: 時刻に日付がないため、ファイルの更新日時 {changed:time} の直前の日付として解釈",
    "other_inspector": "{name:input}: ここで拒否されているのは、ゲートウェイの代わりに {inspector:inspector} の証明書",
    "unread_time": '{name:input} に解釈できない時刻あり (例: "{time}")',
    "unused_file": "{name:input}: 使える内容がありません。形式: {looks_like}",
    "span": "対象期間: {since:time} 〜 {until:time} (時刻は {zone})",
    "no_device_names": "ログにデバイス名がない (秘匿または未記録) ため、すべての行を 1 台のデバイスとして扱い",
    "name_unmet": "{app} に似た名前のドメインがないため、順位はほかの根拠に基づく",
    "no_baseline": "比較に使える失敗前の記録がログにないため、順位の根拠は弱め",
    "blocked": "{domain}: DNS ポリシーが名前解決 {count:,} 件をブロック。復号の除外では解決しない",
    "empty_windows": (
        "{times:times} の前後に、このデバイスの名前解決がログにない (記録があるのは {covered:covered})。時刻とタイムゾーン (--tz) を"
        "確認するか、幅を広げること: --before 5m --after 5m"
    ),
    "no_queries": (
        "DNS の行がない。アプリに必要なものはデバイスが名前解決した名前から探すため、その時間の Gateway DNS ログを、これらのファイルと"
        "合わせて指定のこと"
    ),
    "one_failure": "失敗 1 回では根拠が弱めです。2 回目の時刻があると (--at TIME --at TIME)、順位の確度が大きく上がります。",
    "pooled": "{count:devices}をまとめて扱い",
    # a sweep: terms
    # a sweep: verdict, plan, notes
    # talk with Cloudflare
    # notes on the live account
    # the doctor: what was looked at, what was found, what to do
    # Gateway's lists and rules
    # excluding and taking back
    # the clicks in the dashboard
    # errors of excluding and taking back
    # a watch
    # lists within a sentence
    "entries": "{shown:list}",
    "list": "{shown:list}",
    "list_more": "{shown:list} ほか {count:,} 件",
    "device": "{name}",
    "device_user": "{name} ({user})",
    # headings
    "title_incident": "障害",
    "list_note": "pinscout {day} {app}",
    "list_note_sweep": "pinscout sweep {day}",
    "title_sweep": "TLS 復号の拒否、{since:time} 〜 {until:time}",
    "title_sweep_empty": "TLS 復号の拒否、接続なし",
    "sweep_span": "対象期間: {since:time} 〜 {until:time} (時刻は {zone})",
    "sweep_span_empty": "対象期間に接続なし (時刻は {zone})",
    "why": "理由",
    "next_steps": "次の手順",
    "what_would_change": "判定を左右するもの",
    "column_covers": "範囲",
    "column_age": "経過",
    "column_size": "サイズ",
    "column_rank": "#",
    "column_entry": "エントリ",
    "column_app": "アプリ",
    "column_state": "状態",
    "column_since": "開始",
    "column_review": "見直し期限",
    "column_change": "変更",
    "column_registrable_domain": "登録可能ドメイン",
    "column_band": "判定",
    "column_likelihood": "可能性",
    "column_score": "点数",
    "column_match": "一致",
    "column_label": "分類",
    "column_seen": "出現",
    "column_lookups": "名前解決",
    "column_devices": "台数",
    "column_refused": "拒否",
    "column_trend": "傾向",
    "column_exclude": "除外対象",
    "column_reasons": "理由",
    "column_device": "デバイス",
    "column_user": "ユーザー",
    "column_rows": "行数",
    "column_first": "最初",
    "column_last": "最後",
    "column_id": "ID",
    "column_points": "点",
    "column_term": "項目",
    "column_why": "理由",
    "column_time": "時刻",
    "column_failure": "失敗",
    "column_seconds": "秒",
    "column_hostname": "ホスト名",
    "column_types": "種別",
    "column_ordinary": "平常時",
    "column_connections": "接続",
    "column_proposed": "提案",
    "column_mark": "",
    "column_what": "項目",
    "column_found": "結果",
    "column_before": "以前",
    "column_now": "現在",
    # an explanation
    "explain_head": "{domain}: {rank} 位、判定 {band:band}、可能性 {likelihood:chance}、点数 {score:.1f}",
    "explain_entries": "除外対象 ({match:match}): {entries}",
    "explain_no_entries": "除外対象なし",
    "explain_entry": "除外対象",
    "explain_timeline": "失敗 (|) 前後の名前解決。1 文字が {step:.0f} 秒、1 件は 1、10 件以上は +",
    "explain_more": "… ほか {count:,} 件 (--all ですべて表示)",
    "explain_baseline": "平常時の{count:lookups} (時刻は {zone})",
    # errors of reading
    # files elsewhere
    # errors of writing and of saved answers
    # errors about the incident
    # errors of times
    # what the commands say
    "error": "エラー: {message}",
    "demo_next": "1 行目はそのまま実行できるコマンドです。続けて `pinscout explain paypay.ne.jp` や `pinscout export` も試してください。",
    "times_in": "時刻は {zone}",
    # plots
    # the page
}

BANDS = {"exclude": "除外", "try_next": "次に試す", "leave": "対象外"}
"""What to do about a candidate."""

LABELS = {"os_service": "OS", "sdk": "SDK", "ad_or_analytics": "広告・解析", "shared_platform": "共有基盤"}
"""What is known about a domain."""

SIGNALS = {
    "tls_error": "証明書の拒否",
    "unused": "要求前に閉じられた接続",
    "origin_error": "サイト側の障害",
    "used": "使われた接続",
    "session": "接続",
    "connection": "接続 (終わり方は不明)",
    "inspected": "復号済みリクエスト",
    "bypassed": "復号対象外のリクエスト",
    "app_contact": "アプリごとの接続先",
}
"""What connections and reports tell."""

PROGRAMS = {
    "android_emulator": "Android エミュレーター",
    "aws": "AWS CLI",
    "az": "Azure CLI",
    "electron": "Electron アプリ",
    "intellij": "JetBrains 製品",
    "mozilla": "Firefox・Thunderbird",
    "php": "PHP・Composer",
    "wsl": "WSL のディストリビューション",
}
"""Programs with a trust store of their own that are called otherwise than in English."""

EXCLUSION_STATES = {
    "in_force": "有効",
    "switched_off": "無効",
    "no_rule": "ルールなし",
    "changed": "ルール変更あり",
    "missing": "なし",
    "unseen": "未確認",
}
"""How an exclusion stands in the account."""

OUTCOMES = {
    "refused": "拒否",
    "site_fault": "サイト側の障害",
    "decrypted": "正常に復号",
    "exempt": "復号なし",
    "used": "正常に使用",
    "undecrypted": "復号の記録なし",
    "blocked": "DNS でブロック",
    "asked": "名前解決のみ",
    "": "不明",
}
"""What is known of the connections to a host."""

REASONS = {
    "broken_line": "破損",
    "too_long": "16 MB 超",
    "bad_encoding": "UTF-8 として不正",
    "no_name": "名前なし",
    "no_time": "時刻なし",
    "reverse_lookup": "逆引き",
    "other_dataset": "別の種類のログ",
    "bulk_action": "Elastic の格納先の指定のみ",
    "no_meaning": "復号に無関係",
    "truncated": "途中で切れている",
    "other_device": "別のデバイス・別の時間",
}
"""Why rows of a log were left out."""

TRENDS = {"new": "新規", "rising": "増加", "falling": "減少", "steady": "横ばい", "gone": "消失"}
"""Whether refusals become more."""

DIALECTS = {
    "dashboard": "ダッシュボードの列名",
    "elastic": "Elastic (ECS) のもの",
    "sentinel": "Microsoft Sentinel のもの",
}
"""Whose names a log has for Logpush's keys."""

KINDS_OF_VALUE = {
    "array": "リスト",
    "bool": "true か false",
    "float": "数値",
    "int": "整数",
    "null": "空",
    "object": "キーと値の表",
    "str": "文字列",
}
"""What msgspec calls the kinds of values in JSON and TOML, and how people do."""

_COUNTS = {
    "lookups": "名前解決 {} 件",
    "devices": "{} 台",
    "other_devices": "ほかの {} 台",
    "more_devices": "ほか {} 台",
    "hosts": "{} ホスト",
    "files": "{} 個のファイル",
    "rows": "{} 行",
    "records": "{} 件のレコード",
    "requests": "リクエスト {} 件",
    "sessions": "セッション {} 件",
    "connections": "接続 {} 件",
    "minutes": "{} 分",
    "different_hours": "{} の時間帯",
    "domains": "{} ドメイン",
    "broken_handshakes": "ハンドシェイク中断 {} 件",
    "failures": "失敗 {} 回",
    "lists": "リスト {} 件",
    "folders": "{} 個のフォルダー",
    "entries": "エントリ {} 件",
    "times_over": "{} 回",
}


def _counted(pattern: str) -> Callable[[int], str]:
    """`1,200 件`."""
    return lambda count: pattern.format(f"{count:,}")


def _percent(share: float) -> str:
    """`12%`, `1% 未満`, `0%`."""
    return "0%" if share == 0 else f"{share:.0%}" if share >= 0.01 else "1% 未満"


def _chance(share: float) -> str:
    """`97%`, `<1%`, `>99%`."""
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"


def _chance_plain(share: float) -> str:
    return "1% 未満" if share < 0.01 else "99% 超" if share > 0.99 else f"{share:.0%}"


def _rate(value: float) -> str:
    return "0 件" if value == 0 else f"{value:.1f} 件" if value >= 0.05 else "ほぼ 0 件"


def _distance(seconds: float) -> str:
    """`の 3 秒後`, `と同時`."""
    return "と同時" if seconds == 0 else f"の {abs(seconds):.0f} 秒{'後' if seconds > 0 else '前'}"


def _time(moment: str) -> str:
    return f"{dt.datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S}"


def _clock(moment: str) -> str:
    return f"{dt.datetime.fromisoformat(moment):%H:%M:%S}"


def _signed_seconds(seconds: float) -> str:
    """`0`, `+30 秒`, `−30 秒`."""
    return f"{seconds:+.0f} 秒".replace("-", "−") if seconds else "0"


def _moment_span(moments: Iterable[str]) -> str:
    since, until = moments
    return _time(since) if since == until else f"{_time(since)} 〜 {_clock(until)}"


def _zoned_time(moment: Iterable[str]) -> str:
    time, zone = moment
    return f"{_time(time)} ({zone})"


def _span(moments: Iterable[str]) -> str:
    texts = [f"{dt.datetime.fromisoformat(moment):%Y-%m-%d %H:%M}" for moment in moments]
    return " 〜 ".join(dict.fromkeys(texts))


def _label(label: Iterable[str]) -> str:
    kind, owner = label
    return f"{LABELS[kind]}: {owner}" if kind else ""


def _dropped(counts: Mapping[str, int]) -> str:
    return "、".join(f"{REASONS.get(reason, reason)} {count:,} 行" for reason, count in sorted(counts.items()))


def _age(seconds: float) -> str:
    """`40 分`, `5 時間`, `3 日`."""
    minutes = max(seconds, 0) / 60
    if minutes < 120:
        return f"{minutes:.0f} 分"
    return f"{minutes / 60:.0f} 時間" if minutes < 48 * 60 else f"{minutes / 1440:.0f} 日"


def _bytes(size: int) -> str:
    """`900 バイト`, `1.5 MB`."""
    units = {10**9: "GB", 10**6: "MB", 10**3: "kB"}
    return next((f"{size / unit:,.1f} {name}" for unit, name in units.items() if size >= unit), f"{size:,} バイト")


def _listed(texts: Iterable[object]) -> str:
    return "、".join(map(str, texts))


FORMS: dict[str, Callable[[Any], str]] = {name: _counted(pattern) for name, pattern in _COUNTS.items()} | {
    "age": _age,
    "after_that": lambda more: f" (その後に {_listed(dict.fromkeys(map(str, more)))})" if more else "",
    "band": lambda band: BANDS[band],
    "band_cell": lambda band: BANDS[band],
    "bracketed": lambda text: f" ({text})" if text else "",
    "bytes": _bytes,
    "chance": _chance,
    "chance_plain": _chance_plain,
    "clock": _clock,
    "clock_skew": lambda seconds: f"{abs(seconds) / 60:,.0f} 分{'遅れて' if seconds > 0 else '進んで'}",
    "continued": str,
    "covered": lambda moments: " 〜 ".join(map(_time, moments)) or "なし",
    "device_name": lambda name: name or "(デバイス名なし)",
    "device_or_all": lambda name: name or "すべて",
    "devices_or_some": lambda count: f"{count:,} 台" if count else "いずれかのデバイス",
    "dialect": lambda dialect: DIALECTS[dialect],
    "distance": _distance,
    "end_of_log": lambda moment: f"{_time(moment)} で" if moment else "対象期間の前で",
    "exclusion_state": lambda state: EXCLUSION_STATES[state],
    "failures_heading": lambda count: "失敗した時刻" if count == 1 else f"失敗した時刻 ({count} 回)",
    "input": lambda name: "標準入力" + name[1:] if name == "-" or name.startswith("-/") else name,
    "kept_field": lambda name: name or "内容",
    "kind_of_value": lambda kinds: "または".join(KINDS_OF_VALUE.get(kind, kind) for kind in kinds.split(" | ")),
    "label": _label,
    "list": _listed,
    "list_match": lambda match: {"domain": "ドメイン", "host": "ホスト", "": ""}[match],
    "list_or": lambda texts: " または ".join(texts),
    "list_or_none": lambda texts: _listed(texts) or "なし",
    "list_or_nothing": lambda texts: _listed(texts) or "なし",
    "match": lambda match: {"domain": "ドメイン", "host": "ホスト"}.get(match, match),
    "moment_span": _moment_span,
    "outcome": lambda outcome: OUTCOMES[outcome],
    "percent": _percent,
    "program": lambda program: PROGRAMS.get(program) or en.PROGRAMS[program],
    "rate": _rate,
    "reasons": _dropped,
    "sentences": lambda facts: "。".join(map(str, facts)),
    "signals": lambda kinds: _listed(SIGNALS[kind] for kind in kinds),
    "signed_seconds": _signed_seconds,
    "span": _span,
    "time": _time,
    "times": lambda moments: _listed(map(_zoned_time, moments)),
    "to_decide": lambda count: f" (残り {count} 件はその後に判定)" if count else "",
    "trend": lambda trend: TRENDS.get(trend, trend),
}
"""How Japanese writes a value, where it differs from English: the word behind a colon in the sentences -> the text."""
