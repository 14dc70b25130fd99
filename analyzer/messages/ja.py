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
    run; trial of an exclusion   実行; 試験運用     query; request          クエリ; リクエスト
    journal (of changes)         変更履歴           to sweep; a watch       sweep; 監視
    incident                     インシデント       mark (of ours)          目印
    to review an exclusion       見直し             to redact; stand-in     匿名化; 仮名
    to take back, restore        元に戻す           bundle (certificates)   証明書バンドル
    switched on, in force        有効               journal; change         変更履歴; 変更
    mark of pinscout's           目印               to delete               削除する
    watch                        監視               incident                インシデント
    match (domain or host)       単位

Names of lists and rules in the account stay English, so that they are the same whoever makes them.
"""

from __future__ import annotations

import datetime as dt
import re
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
    "recurrence": "失敗 {windows} 回中 {seen} 回で名前解決あり。平常時の同じ長さでは {share:percent}",
    "recurrence_missing": "失敗 {windows} 回中 {seen} 回しか名前解決なし。平常時の同じ長さでは {share:percent}",
    "recurrence_cached": (
        "失敗 {windows} 回中 {seen} 回で名前解決あり ({cached} 回はキャッシュが有効)。平常時の同じ長さでは {share:percent}"
    ),
    "near": "報告された失敗{offset_s:distance}に名前解決",
    "near_none": "報告された失敗の前後に名前解決なし",
    "os_neighbours": "スリープ解除時のように、OS 自身の名前と一緒に名前解決",
    "country_code": "国別のドメイン (.{suffix})",
    "os_label": "OS のドメイン",
    "sdk_label": "多くのアプリに組み込まれている SDK",
    "ad_label": "広告・解析・同意管理",
    "name": "アプリ名 {app} と一致 ({piece})",
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
    "caution_unresolved": "配下の名前がすべて解決に失敗: 拒否される接続自体がない",
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
    "caution_not_in_all": (
        "名前解決のない失敗がある。アプリの名前を含む別のドメインはすべての失敗で名前解決されているため、まずはこれを除外せずに試すこと"
    ),
    "caution_one_lookup": "名前解決が 1 件だけで、比較できるほかの記録がログにない",
    "caution_flood": "同時に名前解決された、区別できない多数のドメインの 1 つ。判定を惑わす意図の可能性あり",
    # verdict
    "verdict_candidates": "まず除外するもの: {entries}",
    "verdict_application": "Do Not Inspect ルールでアプリケーション {applications:list} を選択してください。",
    "verdict_covered": "{domains:list}: ルール {rules:list} ですでに除外されています。",
    "verdict_blocked": "DNS ポリシーが {hosts} をブロックしています。先に許可してください。復号の除外では解決しません。",
    "verdict_blocked_then": "それでも失敗する場合は、{entries} を除外してください。",
    "verdict_blocked_nothing": "除外が必要と言えるものはありません。",
    "verdict_outage": "{domains:list} は名前解決に失敗しています。障害か、存在しない名前が原因で、除外では解決しません。",
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
    "trust_store_docker": (
        "Docker はホストの証明書ストアを使ってイメージを取得します。ホストのシステムの証明書ストアにゲートウェイの"
        "ルート証明書を登録して Docker を再起動するか、/etc/docker/certs.d/<registry>/ca.crt に置いてください。"
        f"コンテナーの中で動くものには、イメージ側にも登録が必要です。{_NOT_NEEDED}"
    ),
    "trust_store_podman": (
        "Podman はホスト (PC や Mac では podman machine) の証明書ストアを使ってイメージを取得します。そこに"
        "ゲートウェイのルート証明書を登録するか、/etc/containers/certs.d/<registry>/ca.crt に置いてください。"
        f"コンテナーの中で動くものには、イメージ側にも登録が必要です。{_NOT_NEEDED}"
    ),
    "trust_store_npm": (
        "npm は Node.js に内蔵された証明書を信頼します。`npm config set cafile FILE` でゲートウェイのルート証明書を"
        f"指定し、パッケージが実行するスクリプトのために NODE_EXTRA_CA_CERTS=FILE も設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_pnpm": (
        "pnpm は Node.js に内蔵された証明書を信頼します。`pnpm config set cafile FILE` でゲートウェイのルート証明書を"
        f"指定し、パッケージが実行するスクリプトのために NODE_EXTRA_CA_CERTS=FILE も設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_yarn": (
        "Yarn は Node.js に内蔵された証明書を信頼します。NODE_EXTRA_CA_CERTS=FILE にゲートウェイのルート証明書を"
        f"設定するか、`yarn config set httpsCaFilePath FILE` (Yarn 1 では cafile) を実行してください。{_NOT_NEEDED}"
    ),
    "trust_store_node": (
        "Node.js は内蔵された証明書を信頼します。NODE_EXTRA_CA_CERTS=FILE にゲートウェイのルート証明書を"
        f"設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_pip": (
        "pip は独自の証明書バンドルを信頼している場合があります。ゲートウェイのルート証明書を含むバンドルを "
        f"`pip config set global.cert FILE` または PIP_CERT=FILE で指定してください。{_NOT_NEEDED}"
    ),
    "trust_store_uv": (
        "uv は独自の証明書バンドルを信頼します。ゲートウェイのルート証明書を登録したシステムの証明書ストアを"
        "使わせるか (--native-tls、新しいバージョンでは --system-certs)、ルート証明書を含むバンドルを "
        f"SSL_CERT_FILE=FILE に設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_poetry": (
        "Poetry は Python の証明書バンドルを信頼します。ゲートウェイのルート証明書も含むバンドルを "
        f"REQUESTS_CA_BUNDLE=FILE に設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_python": (
        "Python のプログラムは独自の証明書バンドルを信頼します。ゲートウェイのルート証明書も含むバンドルを "
        f"SSL_CERT_FILE=FILE と REQUESTS_CA_BUNDLE=FILE に設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_cargo": (
        "Cargo は CARGO_HTTP_CAINFO=FILE (または設定の http.cainfo) の証明書を使います。ゲートウェイのルート証明書を"
        f"含むバンドルを指定してください。rustup はシステムの証明書ストアを使います。{_NOT_NEEDED}"
    ),
    "trust_store_go": (
        "Go のプログラムはシステムの証明書ストアを信頼します。そこにゲートウェイのルート証明書を登録してください。"
        f"Linux では、ルート証明書を含むバンドルを SSL_CERT_FILE=FILE で指定することもできます。{_NOT_NEEDED}"
    ),
    "trust_store_terraform": (
        "Terraform とそのプロバイダーは、Go のプログラムとしてシステムの証明書ストアを信頼します。そこにゲートウェイ"
        "のルート証明書を登録してください。Linux やコンテナーの中では、ルート証明書を含むバンドルを "
        f"SSL_CERT_FILE=FILE で指定することもできます。{_NOT_NEEDED}"
    ),
    "trust_store_kubectl": (
        "kubectl は、Go のプログラムとしてシステムの証明書ストアを、または kubeconfig の認証局 "
        "(certificate-authority) を信頼します。そこにゲートウェイのルート証明書を登録してください。Linux では、ルート"
        f"証明書を含むバンドルを SSL_CERT_FILE=FILE で指定することもできます。{_NOT_NEEDED}"
    ),
    "trust_store_helm": (
        "Helm は、Go のプログラムとしてシステムの証明書ストアを信頼します。そこにゲートウェイのルート証明書を"
        "登録してください。Linux では、ルート証明書を含むバンドルを SSL_CERT_FILE=FILE で (リポジトリごとなら "
        f"--ca-file で) 指定することもできます。{_NOT_NEEDED}"
    ),
    "trust_store_git": (
        "Git は独自の証明書バンドルを信頼している場合があります。ゲートウェイのルート証明書を含むバンドルを "
        "`git config --global http.sslCAInfo FILE` で指定してください。Windows では "
        "`git config --global http.sslBackend schannel` でシステムの証明書ストアを使わせることもできます。"
        f"{_NOT_NEEDED}"
    ),
    "trust_store_curl": (
        "curl は独自の証明書バンドルを信頼している場合があります。ゲートウェイのルート証明書を含むバンドルを "
        f"CURL_CA_BUNDLE=FILE (または --cacert FILE) で指定してください。{_NOT_NEEDED}"
    ),
    "trust_store_wget": (
        "wget は独自の証明書バンドルを信頼している場合があります。ゲートウェイのルート証明書をシステムの証明書ストア"
        f"に登録するか、~/.wgetrc に ca_certificate=FILE と書いてください。{_NOT_NEEDED}"
    ),
    "trust_store_aws": (
        "AWS CLI は独自の証明書バンドルを信頼します。ゲートウェイのルート証明書を含むバンドルを AWS_CA_BUNDLE=FILE に"
        f"設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_gcloud": (
        "gcloud は独自の証明書バンドルを信頼します。ゲートウェイのルート証明書を含むバンドルを "
        f"`gcloud config set core/custom_ca_certs_file FILE` で指定してください。{_NOT_NEEDED}"
    ),
    "trust_store_az": (
        "Azure CLI は Python の証明書バンドルを信頼します。ゲートウェイのルート証明書も含むバンドルを "
        f"REQUESTS_CA_BUNDLE=FILE に設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_wsl": (
        "WSL のディストリビューションは、Windows とは別に独自の証明書ストアを持っています。その中の "
        "/usr/local/share/ca-certificates/NAME.crt にゲートウェイのルート証明書を置き、`sudo update-ca-certificates` "
        f"を実行してください。{_NOT_NEEDED}"
    ),
    "trust_store_java": (
        "Java は独自の証明書ストアを信頼します。`keytool -importcert -cacerts -file FILE` でゲートウェイのルート"
        "証明書を登録してください。Windows ではオプション -Djavax.net.ssl.trustStoreType=Windows-ROOT も使えます。"
        f"{_NOT_NEEDED}"
    ),
    "trust_store_maven": (
        "Maven は、動作している Java の証明書ストアを信頼します。`keytool -importcert -cacerts -file FILE` で"
        "ゲートウェイのルート証明書を登録してください。Windows では MAVEN_OPTS に "
        f"-Djavax.net.ssl.trustStoreType=Windows-ROOT を加えることもできます。{_NOT_NEEDED}"
    ),
    "trust_store_gradle": (
        "Gradle は、動作している Java の証明書ストアを信頼します。`keytool -importcert -cacerts -file FILE` で"
        "ゲートウェイのルート証明書を登録してください。Windows では gradle.properties に "
        f"systemProp.javax.net.ssl.trustStoreType=Windows-ROOT と書くこともできます。{_NOT_NEEDED}"
    ),
    "trust_store_intellij": (
        "JetBrains 製品には独自の Java が付属します。Settings > Tools > Server Certificates にゲートウェイのルート"
        "証明書を追加してください。そこから実行するビルドには、使われる Java への登録も必要です "
        f"(`keytool -importcert -cacerts -file FILE`)。{_NOT_NEEDED}"
    ),
    "trust_store_minecraft": (
        "Minecraft には独自の Java が付属します。そこにゲートウェイのルート証明書を登録するか "
        "(`keytool -importcert -cacerts -file FILE`、keytool はランチャーの runtime フォルダーのもの)、Windows では "
        f"JVM の引数に -Djavax.net.ssl.trustStoreType=Windows-ROOT を加えてください。{_NOT_NEEDED}"
    ),
    "trust_store_electron": (
        "Electron アプリはシステムの証明書ストアを、その中の Node.js は内蔵された証明書を信頼します。ゲートウェイの"
        f"ルート証明書をシステムの証明書ストアに登録し、NODE_EXTRA_CA_CERTS=FILE にも設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_vscode": (
        "VS Code はシステムの証明書ストアを信頼します。そこにゲートウェイのルート証明書を登録してください。独自に"
        f"通信する拡張機能のためには、NODE_EXTRA_CA_CERTS=FILE にも設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_postman": (
        "Postman は独自の証明書の一覧を持っています。Settings > Certificates > CA certificates をオンにし、"
        f"ゲートウェイのルート証明書を含むファイルを選んでください。{_NOT_NEEDED}"
    ),
    "trust_store_ruby": (
        "Ruby は OpenSSL の証明書バンドルを信頼します。ゲートウェイのルート証明書も含むバンドルを SSL_CERT_FILE=FILE "
        f"に設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_r": (
        "R は curl でダウンロードします。ゲートウェイのルート証明書を含むバンドルを CURL_CA_BUNDLE=FILE に "
        f"(~/.Renviron の中で) 設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_conda": (
        "conda は独自の証明書バンドルを信頼します。ゲートウェイのルート証明書を含むバンドルを "
        f"`conda config --set ssl_verify FILE` で指定してください。{_NOT_NEEDED}"
    ),
    "trust_store_homebrew": (
        "Homebrew は curl でダウンロードします。ゲートウェイのルート証明書をシステムの証明書ストアに"
        "登録してください。Homebrew 独自の curl (HOMEBREW_FORCE_BREWED_CURL) を使う場合は、ルート証明書を含むバンドル"
        f"を ~/.curlrc で指定し (cacert=FILE)、HOMEBREW_CURLRC=1 を設定してください。{_NOT_NEEDED}"
    ),
    "trust_store_mozilla": (
        "Firefox と Thunderbird は独自の証明書の一覧を持っています。security.enterprise_roots.enabled を true にして "
        "(about:config) システムに追加された認証局を信頼させるか、設定画面でゲートウェイのルート証明書をインポート"
        f"してください。{_NOT_NEEDED}"
    ),
    "trust_store_php": (
        "PHP と Composer は独自の証明書バンドルを信頼している場合があります。ゲートウェイのルート証明書を含むバンドル"
        "を php.ini (openssl.cafile と curl.cainfo) で、Composer だけなら `composer config --global cafile FILE` で"
        f"指定してください。{_NOT_NEEDED}"
    ),
    "trust_store_dotnet": (
        ".NET と NuGet はシステムの証明書ストアを信頼します。そこにゲートウェイのルート証明書を登録してください。"
        f"Linux では、ルート証明書を含むバンドルを SSL_CERT_FILE=FILE で指定することもできます。{_NOT_NEEDED}"
    ),
    "trust_store_android_studio": (
        "Android Studio には独自の Java が付属します。Settings > Tools > Server Certificates にゲートウェイのルート"
        "証明書を追加してください。Gradle と SDK Manager には、使われる Java への登録も必要です "
        f"(`keytool -importcert -cacerts -file FILE`)。{_NOT_NEEDED}"
    ),
    "trust_store_android_emulator": (
        "Android エミュレーターは独立した 1 台のデバイスです。ユーザーが追加した証明書はアプリに信頼されないため、"
        f"ゲートウェイのルート証明書をエミュレーターのシステム証明書として登録してください。{_NOT_NEEDED}"
    ),
    "plan_exclude_domain": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照します"
        f" ({_RULE_PLACE}、Selector は Domain、Operator は in list)。"
    ),
    "plan_exclude_domains": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照します"
        f" ({_RULE_PLACE}、Selector は Domain、Operator は in list)。"
    ),
    "plan_exclude_host": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照します"
        f" ({_RULE_PLACE}、Selector は Host、Operator は in list)。"
    ),
    "plan_exclude_hosts": (
        "{entries} を TLS 復号から除外します。Gateway のリストに登録し、Do Not Inspect ルールで参照します"
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
    "plan_own_store": (
        "パソコンのプログラムでしょうか。独自の証明書の一覧を持つもの (Java、Python、Firefox、Electron) も、"
        "同じように拒否します。どのホストでも失敗するのに、同じデバイスのブラウザーでは開ける場合は、除外せず、その"
        "プログラムに Cloudflare の証明書を登録してください。"
    ),
    "plan_restart": (
        "アプリを完全に終了して起動し直し、失敗した操作をもう一度行います。除外が適用されるのは新しい接続だけです。"
    ),
    "plan_next": "まだ失敗する場合は、{entries} を追加してもう一度試します。理由: {reason}。影響: {cost}。",
    "plan_shrink": "動いた場合は、後から追加したものから順に 1 つずつ外し、必要なものだけを残します。",
    "plan_single": "動いた場合は、エントリを残し、理由と日付を記録しておきます。",
    "plan_blocked": (
        "DNS ポリシーが {hosts} をブロックしています。先に許可してください (Firewall policies > DNS。ポリシー名は DNS ログに"
        "あります)。復号の除外では解決しません。"
    ),
    "plan_outage": (
        "{domains:list} は名前解決ができませんでした (ネームサーバーの障害、または存在しない名前)。解決できるようになってから、アプリを"
        "もう一度試してください。復号の除外では解決しません。"
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
        "直せるのはサイトの運営者だけです。動くなら、Cloudflare が信頼していない証明書なので、除外するか、信頼されない証明書に関する"
        "ルールで対処できます。"
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
        "オフにして試してください。独自の証明書ストアを持つもの (Java、Python、Firefox、Android アプリの多く) では、除外せずに、"
        "ゲートウェイのルート証明書をそのストアに登録してください。"
    ),
    "only_in_failures": "失敗 {windows} 回中 {seen} 回で名前解決。それ以外の時間にはなし",
    "same_owner": "{domain} と同じ所有者",
    # the stopwatch
    "flush_phone": "機内モードのオン・オフで DNS キャッシュを空にしてください",
    "flush_windows": f"DNS キャッシュを空にしてください: {_FLUSH_WINDOWS}",
    "flush_mac": f"DNS キャッシュを空にしてください: {_FLUSH_MAC}",
    "flush_linux": f"DNS キャッシュを空にしてください: {_FLUSH_LINUX}",
    "flush_computer": f"DNS キャッシュを空にしてください ({_FLUSH_COMPUTER})",
    "flush_device": f"DNS キャッシュを空にしてください (スマートフォン: 機内モードのオン・オフ、{_FLUSH_COMPUTER})",
    "record_app": "アプリ",
    "record_app_on": "{app} ({device})",
    "record_head": "{what}: 試すたびに、Enter を押した時刻を次のファイルに記録します\n  {path}",
    "record_head_more": (
        "{what}: 試すたびに、Enter を押した時刻を追加で記録します。次のファイルに{count:failures}を記録済み\n  {path}"
    ),
    "record_skew": "このマシンの時計は {seconds:.0f} 秒ずれています。ログと同じ Cloudflare の時計で記録します",
    "record_prepare": "{number} 回目: {app} を、バックグラウンドにも残らないよう完全に終了します。続いて、{flush}。",
    "record_start": "起動すると同時に Enter (d: 終了): ",
    "record_start_or_undo": "起動すると同時に Enter (d: 終了、u: 直前の記録を取り消す): ",
    "record_fail": "失敗したら Enter (n: 失敗しなかった): ",
    "record_started": "  起動 {time:clock}",
    "record_failed": "  失敗 {time:clock}",
    "record_undone": "  取り消しました (記録済み: {count:failures})",
    "record_not_failed": "  失敗しなかったため、数えません",
    "record_fail_or_works": "失敗したら Enter、動いたら w を入力して Enter: ",
    "record_worked": "  動作 {time:clock}",
    "record_quick": "  起動と同じ時刻です。失敗してから Enter を押してください",
    "record_keys": "  Enter だけを押すか、いずれかの文字を入力して Enter を押してください",
    "record_pause": (
        "もう 1 回失敗を記録すると確度が上がります。{time:clock} 以降が最適です。キャッシュされた応答の期限が切れ、2 "
        "回の失敗の時間帯も重なりません。"
    ),
    "record_pause_enough": "{count:failures}で十分です。さらに記録するなら、{time:clock} 以降が最適です。",
    "record_early": "  最適な時刻より {seconds:.0f} 秒早いため、キャッシュに残っている名前は名前解決されません",
    "record_stopped": "中断しました。{count:failures}を保存済みです。続けるには:",
    "record_stopped_empty": "何も記録しないうちに中断したため、保存されたものはありません。",
    "record_kept": "{count:failures}を保存しました。次のコマンドで、今も後からでも調査をやり直せます:\n  {find}",
    "record_say_app": "失敗するアプリを、アイコンの下に表示される名前で指定してください: --app NAME",
    "record_devices": "直近 15 分に {count:devices}が使われています。どのデバイスかを指定してください。",
    "record_device_list": "--device NAME で指定してください:\n{devices:lines}",
    "record_empty": "何も記録されていないため、調査できません。",
    "record_no_token": (
        "{count:failures}を保存しました。CLOUDFLARE_API_TOKEN が設定されていないため、ログを取得できません。"
        "ログファイルが用意できたら:\n  {find}"
    ),
    "record_no_terminal": (
        "Enter を押した時刻を記録するため、端末 (ターミナル) が必要です。時刻を直接指定することもできます"
        ": pinscout find --at TIME (除外した後は pinscout verify --at TIME)"
    ),
    # after the exclusion: what a new run says, and what to do then
    "verify_fixed": "解決: {why}。",
    "verify_further": "次の対象あり: {why}。",
    "verify_no_change": "変化なし: {why}。",
    "verify_unclear": "判断できず: {why}。",
    "verify_why_exempt": "{hosts} へのアプリの通信は復号されなくなり、拒否もありません",
    "verify_why_served": "{hosts} への接続は正常に終わり、拒否もなくなりました",
    "verify_why_said": "動いたと報告されています",
    "verify_why_refused": "{hosts} でゲートウェイの証明書がまだ拒否されています",
    "verify_why_partly": "{exempt} は復号されなくなりましたが、{hosts} でゲートウェイの証明書がまだ拒否されています",
    "verify_why_trial": "{hosts} をリストから外すと、ゲートウェイの証明書がまた拒否されました",
    "verify_why_inspected": "{hosts} は以前と同じく復号されています",
    "verify_why_undecrypted": "{hosts} への接続は、まだ何も要求しないうちに切断されています",
    "verify_why_perhaps_next": (
        "以前はなかった {hosts} が名前解決されました。次にピンニングされているホストか、正常に動いたかのどちらかです"
    ),
    "verify_why_next": "{hosts} が新たに拒否されています",
    "verify_why_next_asked": "{hosts} が新たに名前解決されています",
    "verify_why_try": "新たに名前解決されたものはありません。{hosts} も必要な可能性があります",
    "verify_why_other_cause": "{hosts} は復号されなくなり、ほかに有力な候補の拒否もありません。原因は別にあります",
    "verify_why_no_trace": "除外できそうなものは、ほかにログに見当たりません",
    "verify_why_unseen": "この時間、このデバイスによる {hosts} の名前解決がありません",
    "verify_why_exempt_only": (
        "{hosts} は復号されなくなりました。その後にアプリが別のピンニングされたホストに接続したかどうかは、このログ"
        "では分かりません"
    ),
    "verify_why_dns": "名前解決だけでは、アプリが動いたかどうかは分かりません",
    "verify_do_exempt": _ENOUGH,
    "verify_do_served": _ENOUGH,
    "verify_do_said": _ENOUGH,
    "verify_do_refused": _NOT_IN_FORCE,
    "verify_do_partly": (
        "{hosts} がリストに入っていて、ルールの Selector が合っていることを確認してください (Domain はそのドメインと"
        "配下すべて、Host はその名前だけ)。アプリを完全に終了して起動し直し、その実行を verify で確認してください。"
    ),
    "verify_do_trial": "{hosts} をリストに戻してください (pinscout exclude {names:words})。アプリに必要です。",
    "verify_do_inspected": (
        "ルールがこのデバイスに適用されていません。ルールが有効で、Action が Do Not Inspect であり、対象がほかの"
        "ユーザーやデバイスに限定されていないことを確認してください。アプリを完全に終了して起動し直し、その実行を "
        "verify で確認してください。"
    ),
    "verify_do_undecrypted": _NOT_IN_FORCE,
    "verify_do_perhaps_next": _SAY_WHAT,
    "verify_do_next": (
        "{hosts} も除外し (pinscout exclude {names:words})、アプリを完全に終了して起動し直し、その実行を verify で"
        "確認してください。アプリがピンニングするホストは 1 つとは限りません。"
    ),
    "verify_do_next_asked": _EXCLUDE_MORE,
    "verify_do_try": _EXCLUDE_MORE,
    "verify_do_other_cause": (
        "一度 WARP をオフにして試してください。それでも失敗するなら、原因はゲートウェイではありません。動くなら、"
        "ブロックしているポリシー (DNS、ネットワーク) がないか、アプリが独自の DNS や証明書ストアを使っていないかを"
        "調べてください。"
    ),
    "verify_do_no_trace": (
        "一度 WARP をオフにして試してください。それでも失敗するなら、原因はゲートウェイではありません。動くなら、どの"
        "接続が拒否されたかはセッションログ (Logpush zero_trust_network_sessions) で分かります。"
    ),
    "verify_do_unseen": (
        "その時間に、そのデバイスでアプリを起動しましたか。アプリを完全に終了し、DNS キャッシュを空にして起動し直し、"
        "その時刻を指定してください: --at TIME"
    ),
    "verify_do_exempt_only": _SAY_WHAT,
    "verify_do_dns": _SAY_WHAT,
    "verify_note_others": "ほかの拒否 (おそらく別のアプリのもの、またはこのアプリには不要): {hosts}",
    "verify_note_refused": "アプリは動いたが、{hosts} でゲートウェイの証明書を拒否。おそらく不要",
    "verify_note_decrypted": (
        "アプリは動いたが、{hosts} は復号されている。ルールが有効か、原因が別になかったかの確認が必要"
    ),
    "verify_note_unseen": "今回の実行で名前解決なし: {hosts}",
    "verify_note_no_sessions": "セッションログなし。クライアントが中断したハンドシェイクは、ほかのログには残らない",
    "verify_cover_rule": "{entry} は現在ルール {rule} で除外済み。アプリが古い接続を使い続けている可能性あり",
    "verify_cover_rule_for_some": "{entry} はルール {rule} で除外されているが、対象は一部のユーザーまたはデバイスのみ",
    "verify_cover_off": (
        "{entry} を含むルール {rule} は無効。pinscout が作成したものなら `pinscout exclude --enable` で有効になる"
    ),
    "verify_cover_nothing": "トークンで読めるルールに {entry} を除外するものはない。`pinscout exclude` で除外できる",
    "verify_cover_unreadable": "{entry} を除外するルールがあるかは不明。トークンの権限では一部しか読めない",
    "verify_say_when": (
        "アプリを再び動かした時刻を指定してください (--at TIME)。これから計ることもできます (--record)。"
    ),
    "verify_kept": "この実行を保存しました。次のコマンドで、今も後からでも確認をやり直せます:\n  {verify}",
    "verify_no_token": (
        "この実行を保存しました。CLOUDFLARE_API_TOKEN が設定されていないため、ログを取得できません。ログファイルが"
        "用意できたら:\n  {verify}"
    ),
    "verify_no_entry": "確認するエントリがありません。調査結果に、まず除外すべきものがありませんでした。",
    "verify_no_entry_hint": "除外したものを 1 つずつ指定してください: --entry NAME",
    "search_trial": (
        "すべてが必要とは限りません。{trial:list} を試しに外し (pinscout restore {trial:words}。リストに残すもの"
        ": {excluded:list_or_nothing})、アプリを完全に終了して起動し直し、その実行を verify で確認してください"
        "{count:to_decide}。"
    ),
    "search_over": "必要なもの: {kept:list_or_none}。不要なもの (外したままにする): {dropped:list}。",
    "search_all_needed": "すべて残してください: {kept:list}",
    "not_a_search": "アプリに必要なエントリについて {path} に書かれた内容を解釈できません。",
    "not_a_search_hint": "エントリを 1 つずつ指定してください: --entry NAME",
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
        "{domain} 配下はすべて復号の対象外になる (時間帯の外でこのデバイスの{baseline:lookups}、全体の {share:percent}。"
        "時間帯の中で{others:other_devices})"
    ),
    # what would change the answer
    "change_ahead": "次点の {other} を {points:points} 点上回っています。",
    "change_behind": "1 位の {other} に {points:points} 点及びません。",
    "change_name": "アプリ名を指定してください (--app NAME)。名前が一致するドメインは最大 {points:points} 点上がります。",
    "change_failure": (
        "もう一度失敗を再現し、すべての時刻を指定してください。このドメインがまた名前解決された場合は、{asked}。されなかった場合は、{silent}。"
    ),
    "change_failure_none": "失敗をもう 1 回加えても点数は変わりません。すでに十分な回数現れています。",
    "change_gain": "{points:points} 点上がります",
    "change_loss": "{points:points} 点下がります",
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
    "skipped_files": "名前が別の時間を示す {count:files}は対象外 (--all-files ですべて読む)",
    "other_time": "{times:span} 前後の記録を持つファイルがありません。ファイル名が示すのは {named:span} です (時刻は {zone})。",
    "other_time_hint": "日付とタイムゾーン (--tz) を確認してください。--all-files を付けると、それでも全ファイルを読みます。",
    "log_covers": "読み込んだログの範囲は {covered:covered} です (時刻は {zone})。",
    "near_time": "--at '{time}' のことでしょうか。",
    "unnamed_sessions": "{count:sessions}にホスト名がなく、同じセッションのネットワークログ (gateway_network) にもなし",
    "read": "{files:files}の {rows:,} 行のうち {used:,} 行を使用",
    "dropped": "対象外の行: {reasons:reasons}",
    "truncated": "{name:input} は途中で切れているか壊れているため、読めた分だけを使用",
    "bomb": "{name:input} は展開すると通常のログより大きすぎる ({size:bytes} → {unpacked:bytes}) ため、途中で中止。ログであれば、展開してファイルを指定してください",
    "many_members": "{name:input} は {count:files}を超えるファイルを含むため、途中で中止。展開してフォルダーを指定してください",
    "encrypted": "{name:input} は暗号化されています。先にパスワードで展開してください",
    "packed_unknown": "{name:input} の圧縮方式 (zip method {method}) には未対応です。先に展開してください",
    "packed_too_deep": "{name:input} は {layers} 重を超えて圧縮されています。先に展開してください",
    "packed_too_wide": "{name:input} の展開には 256 MB を超えるメモリが必要です。先に展開してください",
    "zip_too_large": "{name:input} はパイプまたは別のアーカイブの中にある 4 GB を超える zip です。先に展開してください",
    "more_oddities": "{name:input}: 同様のものがほかに {count} 件",
    "archive_incomplete": "{name}: `pinscout fetch` が中断されたため、ログの一部がありません。もう一度実行してください",
    "passed_over_hidden": "{name}: 隠しファイルのため {count:files}を対象外",
    "passed_over_dead_link": "{name}: リンク切れのため {count:files}を対象外",
    "passed_over_other": "{name}: 通常のファイルではない (パイプまたはデバイス) ため {count:files}を対象外。読むには名前を指定してください",
    "sampled": (
        "{name:input}: {told_by} によると行は標本 (Logpush ジョブの sample_rate)。1、2 回しか問い合わせのない名前は欠けている可能性があり、件数は標本のもの。"
        "障害の調査にはすべての行を出力すること"
    ),
    "unwrapped": "{name:input}: 行は {paths:list} から取り出したもの",
    "dialect": "{name:input} のキー: {dialect:dialect}",
    "undated": "{name:input}: 時刻に日付がないため、ファイルの更新日時 {changed:time} の直前の日付として解釈",
    "other_inspector": "{name:input}: ここで拒否されているのは、ゲートウェイの代わりに {inspector:inspector} の証明書",
    "unread_time": '{name:input} に解釈できない時刻あり (例: "{time}")',
    "unused_file": "{name:input}: 使える内容がありません。推定される形式: {looks_like}",
    "span": "対象期間: {since:time} 〜 {until:time} (時刻は {zone})",
    "no_device_names": "ログにデバイス名がない (秘匿または未記録) ため、すべての行を 1 台のデバイスとして集計",
    "name_unmet": "{app} に似た名前のドメインがないため、順位はほかの根拠に基づく",
    "no_baseline": "比較に使える失敗前の記録がログにないため、順位の根拠は弱め",
    "blocked": "{domain}: DNS ポリシーが名前解決 {count:,} 件をブロック。復号の除外では解決しません",
    "empty_windows": (
        "{times:times} の前後に、このデバイスの名前解決がログにありません (記録があるのは {covered:covered})。時刻とタイムゾーン (--tz) を"
        "確認するか、幅を広げてください: --before 5m --after 5m"
    ),
    "no_queries": (
        "DNS の行がありません。アプリに必要なものはデバイスが名前解決した名前から探すため、その時間の Gateway DNS ログを、"
        "これらのファイルと合わせて指定してください"
    ),
    "one_failure": "失敗 1 回では根拠が弱めです。2 回目の時刻があると (--at TIME --at TIME)、順位の確度が大きく上がります。",
    "pooled": "{count:devices}をまとめて集計",
    # a sweep: terms
    "sweep_base": "クライアントがゲートウェイの証明書を拒否",
    "sweep_devices": "{devices:devices}が拒否",
    "sweep_returns": "繰り返し拒否 ({hours:different_hours})",
    "sweep_retries": "1 台のデバイスが 30 秒以内に 5 回以上拒否。再試行するアプリに特有の動き",
    "sweep_refused_share": "利用のあった時間のうち、拒否 {refused:,} 分、正常 {served:,} 分",
    "sweep_refused_share_all": "利用のあった {refused:minutes}間すべてで拒否。正常な接続なし",
    "sweep_refused_share_low": "利用のあった時間のうち、正常 {served:,} 分、拒否 {refused:,} 分",
    "sweep_served": "拒否したデバイスの {share:percent_plain} では正常な接続もあるため、ピンニングの可能性は低い",
    "sweep_stray": "広告または静的ファイル。ハンドシェイクが偶然に中断されやすい",
    "sweep_stray_label": "{label:label}。ハンドシェイクが偶然に中断されやすい",
    "sweep_bypassed": "最後の拒否の後に復号の対象外になった",
    "sweep_origin_error": "サイト自身の証明書またはサーバーの障害 ({count:connections})。ピンニングではない",
    "sweep_local_name": "公開ドメインではない: ローカルネットワークの名前、または壊れた名前",
    # a sweep: verdict, plan, notes
    "sweep_candidates": "クライアントが復号を拒否しているもの: {entries}",
    "sweep_unsure": "除外すべきと言えるドメインはありません。最も可能性が高いのは {entries} です。",
    "sweep_stray_only": "除外するものはありません。拒否 ({count:domains}) は、ハンドシェイクの偶然の中断と見られます。",
    "sweep_nothing": "拒否はありません。ゲートウェイとのハンドシェイクを中断したクライアントはありませんでした。",
    "entries_more": "{shown:list} ほか {count} 件 (すべて表示: --format gateway-list)",
    "sweep_check": (
        "それぞれの利用者にアプリを起動し直して失敗した操作を繰り返してもらい、もう一度 sweep を実行してください"
        ": --since TIME"
    ),
    "sweep_ask": (
        "{domains} は確実ではありません。それらのデバイスで何が失敗するかを利用者に確認してください。"
        "`pinscout find --at TIME` で詳しく調べられます。"
    ),
    "sweep_stores": (
        "独自の証明書の一覧を持つプログラム (Java、Python、Firefox、Electron) も、同じように拒否します。パソコン"
        "では、除外せずに、プログラムに Cloudflare の証明書を登録してください。"
    ),
    "sweep_who": "デバイス: {devices}",
    "sweep_later": (
        "{total:,} 回中 {count:,} 回は、ハンドシェイク成功の直後に何も要求せず切断。この段階で証明書を検証するアプリ"
        "の動き"
    ),
    "sweep_again": (
        "ログがさらに溜まってから、または対象期間を長くして、もう一度 sweep を実行してください: --since TIME"
    ),
    "sweep_no_time": "接続なし",
    "plan_certificate": (
        "デバイスがほぼすべてを拒否しています。Cloudflare の証明書をデバイスにインストールし、信頼する"
        f"設定にしてください。{_NOT_NEEDED}"
    ),
    "sweep_certificate_step": (
        "{devices} に Cloudflare の証明書をインストールしてください。ほぼすべての接続を拒否しています。"
    ),
    "sweep_certificate": (
        "{device} では {refused:domains}で拒否、正常は {served:,} ドメイン。Cloudflare の証明書がインストールされ、"
        "信頼されているかの確認が必要。このデバイスの拒否は集計から除外"
    ),
    "sweep_certificate_more": "ほぼすべてを拒否している{count:more_devices}も集計から除外",
    "sweep_anonymous": "セッションログにデバイス名がないため、1 つのドメインを拒否したデバイスの数は不明",
    "sweep_attributed": (
        "セッションログにデバイス名がないため、拒否 {total:,} 件のうち {count:,} 件を、ネットワークログでその 1 "
        "分間にそのホストに接続した唯一のデバイスのものとして集計"
    ),
    "sweep_no_http": "復号済みリクエスト (gateway_http) がないため、正常に終わった接続を代わりに使用",
    "sweep_no_sessions": "ログにセッションがありません。sweep には、接続が閉じられた理由が必要です。{read}",
    "sweep_no_sessions_hint": (
        "プランにそのログがあれば、Logpush で出力できます。アカウントのデータセット zero_trust_network_sessions の"
        "ジョブを作り、フィールドに SNI、ConnectionCloseReason、SessionStartTime、DeviceID を含め、そのファイルに "
        "sweep を実行してください。DNS ログだけの場合は、失敗の時刻の前後を `pinscout find --at TIME` で"
        "調べられます。"
    ),
    "sweep_live_empty": "アカウントのセッションログは読めますが、{span:span} には何もありません。",
    "sweep_live_empty_hint": (
        "セッションが記録されるのは、デバイスの通信が Gateway を通る場合です (WARP を使い、プロキシを有効にする)。"
        "--since でもっと前から調べてください。各ログがどこまで遡れるかは `pinscout doctor` で分かります。"
    ),
    "sweep_late": "最新の行がまだ届いていない可能性あり",
    "sweep_no_live": "このトークンまたはプランでは、セッションログ (cf1GatewayNetworkSessionRawGroups) を読めません。",
    # talk with Cloudflare
    "cf_slow_down": "Cloudflare から間隔を空けるよう求められました。{seconds:.0f} 秒待ちます",
    "cf_asking_again": "{said} もう一度問い合わせます。",
    "cf_trying_again": "{said} 最長 15 秒間、再試行します。",
    "cf_budget": "Cloudflare が 5 分間に許可するクエリを使い切りました。{seconds:.0f} 秒待ちます",
    "cf_token_hint": (
        "Cloudflare のダッシュボードで API トークンを作成し (My Profile > API Tokens)、権限に "
        "Account > Account Analytics > Read、Account > Zero Trust > Read と、選べる場合は "
        "Account > Zero Trust PII > Read を選び、CLOUDFLARE_API_TOKEN に設定してください。"
    ),
    "cf_doctor_checks": "`pinscout doctor` で確認できます。",
    "cf_global_key": (
        "設定されている値は API トークンではありません。16 進数 37 桁の値は Global API Key か、途中で切れたトークン"
        "です。Global API Key はアカウント全体を操作できるため、受け付けません。"
    ),
    "cf_no_token": "CLOUDFLARE_API_TOKEN が設定されていません。",
    "cf_or_files": "ログファイルを指定すれば、トークンなしでも使えます。",
    "cf_odd_token": "CLOUDFLARE_API_TOKEN の値はトークンではありません。空白または特殊文字が含まれています。",
    "cf_no_json": "Cloudflare の応答 ({code}) が JSON ではありません。",
    "cf_odd_answer": "{path} に対する Cloudflare の応答が、文書化された形式と異なります: {field:kept_field}: {wrong}",
    "cf_odd_answer_hint": "間にプロキシがないかを確認してください。なければ、この問題を報告してください。",
    "cf_one_account": "指定した 1 つのアカウントのはずです",
    "cf_unknown_time": "時刻のはずです",
    "cf_too_much": "{path} に対する応答が {bytes:bytes} を超えています。Cloudflare の応答としては大きすぎます。",
    "cf_endless": "{path} に対する Cloudflare の応答が終わりません。",
    "cf_endless_hint": "もう一度試し、変わらなければ、この問題を報告してください。",
    "cf_foreign": "Cloudflare の応答が、求めたものと異なります。求めた時間の行が 1 つもありません。",
    "cf_foreign_hint": "1 分後にもう一度試してください。間に、応答をキャッシュするプロキシがないかも確認してください。",
    "cf_garbled": "Cloudflare の応答が壊れています。示された形式で圧縮されていません。",
    "cf_base_url": "CLOUDFLARE_BASE_URL が正しいかを確認してください。現在の値は {base_url} です。",
    "cf_try_again": "1 分後にもう一度試してください。",
    "cf_certificate": "{base_url} の証明書を検証できません。",
    "cf_certificate_hint": (
        "このマシン自身の通信が検査されている可能性があります。ゲートウェイのルート証明書をシステムの証明書ストアに"
        "登録するか、api.cloudflare.com を検査から除外してください。"
    ),
    "cf_timeout": "Cloudflare の応答に時間がかかりすぎました ({kind})。",
    "cf_unreachable": "Cloudflare に接続できません ({kind})。",
    "cf_check_connection": "{base_url} への接続を確認してください。",
    "cf_no_reason": "理由は示されていません",
    "cf_odd_base_url": "CLOUDFLARE_BASE_URL の値は API のアドレスではありません。",
    "cf_odd_base_url_hint": "設定を外すか、https://api.cloudflare.com/client/v4 のように書いてください。",
    "cf_odd_proxy": "環境変数で指定されたプロキシを使えません。",
    "cf_odd_proxy_hint": "HTTPS_PROXY、HTTP_PROXY、ALL_PROXY を確認してください。",
    "cf_bad_token": "Cloudflare がトークンを受け付けません: {text}",
    "cf_forbidden": "トークンに {path} を読む権限がありません: {text}",
    "cf_too_many": "Cloudflare から間隔を空けるよう求められました: {text}",
    "cf_too_many_hint": "5 分待ってから、もう一度試してください。",
    "cf_error": "{path} に対して Cloudflare が {code} を返しました: {text}",
    "cf_error_hint": "`pinscout doctor` で原因が分かる可能性があります。",
    "cf_no_such_account": "このトークンでは、そのアカウントは見えません。",
    "cf_no_such_account_hint": "CLOUDFLARE_ACCOUNT_ID を確認してください。",
    "cf_busy": "Cloudflare が混み合っています: {text}",
    "cf_busy_hint": "1 分後にもう一度試してください。",
    "cf_too_old": "ログはそこまで遡れません: {text}",
    "cf_too_old_hint": "どこまで遡れるかは `pinscout doctor` で分かります。",
    "cf_too_large": "クエリが大きすぎるため、Cloudflare に拒否されました: {text}",
    "cf_too_large_hint": "期間を短くしてください。",
    "cf_field_refused": "Cloudflare がフィールドを拒否しました: {text}",
    "cf_node_refused": "このトークンまたはプランでは、このログを読めません: {text}",
    "cf_node_refused_hint": "読めるログは `pinscout doctor` で分かります。",
    "cf_no_answer": "Cloudflare が応答できませんでした: {text}",
    "cf_report": "このクエリを報告してください。",
    "cf_no_dns_log": "このトークンまたはプランでは、Gateway DNS のログを読めません。",
    "cf_no_dns_log_hint": (
        "トークンに Account > Account Analytics > Read の権限が必要です。詳しくは `pinscout doctor` で確認できます。"
    ),
    "cf_no_account": "このトークンで見えるアカウントがありません。",
    "cf_no_account_hint": "{variable} にアカウント ID を設定してください。ダッシュボードの URL に含まれています。",
    "cf_accounts": "このトークンで {count} 個のアカウントが見えます。",
    "cf_accounts_hint": "{variable} に次のいずれかを設定してください:\n{accounts:lines}",
    "cf_account_line": "  {id}  {name}",
    "other_archive": "{folder} には、別の期間、データセットまたはデバイスのログが入っています。",
    "other_archive_hint": "{manifest} を確認し、別のフォルダーを指定してください。",
    "archive_busy": "ほかの pinscout が {path} に書き込んでいます。",
    "archive_busy_hint": "終わるのを待って、もう一度実行してください。",
    "archive_manifest_damaged": "マニフェストを別名で残し、フォルダーの取得計画を作り直し: {reason}",
    "live_none_open": "このトークンまたはプランでは、これらのログのどれも読めません。",
    "live_none_open_hint": "読めるログは `pinscout doctor` で分かります。",
    "live_names_none": "このアカウントの DNS ログにはデバイス名がありません。",
    "live_names_none_hint": "--device を外すか、代わりに --location を指定してください。",
    # notes on the live account
    "live_no_device": (
        "このアカウントの DNS ログにデバイス名がないため、アカウント (または --location) のクエリをすべてまとめて"
        "集計。順位の確度は下がる"
    ),
    "live_no_choice": "このトークンで読むログにデバイス名がないため、--device でデバイスを選べません。",
    "live_no_choice_hint": (
        "--device を外すと、アカウント (または --location) のクエリをすべてまとめて集計します。名前が秘匿されている"
        "場合は、トークンに Account > Zero Trust PII > Read の権限がない可能性があります。`pinscout doctor` で"
        "確認できます。"
    ),
    "live_unknown_device": "アカウントにデバイス {device!r} はありません。",
    "live_unknown_device_hint": "使われたデバイスは `pinscout devices` で一覧できます。",
    "live_anonymous": "{dataset}: デバイス名がないため、アカウントのどのデバイスのものかは不明",
    "live_forecast": "約 {requests:,} 件のリクエストが必要です (Cloudflare の制限は 5 分間に 300 件)",
    "live_too_old": "{dataset}: 遡れるのは {since:times} まで",
    "fetch_too_old": "その期間のログはもう残っていません: {facts:sentences}。",
    "fetch_too_old_hint": (
        "--since と --until で、もっと後の期間を指定してください。それより長く残るのは、Logpush が出力したものと、"
        "期限内に `pinscout fetch` で保存したものだけです。"
    ),
    "live_offline": "Cloudflare に接続できないため、以前に取得したログを使用 (最新は {at:time})",
    "live_foreign": "{dataset}: Cloudflare の応答に、求めた時間以外の行あり。集計から除外",
    "live_clock": "このマシンの時計は、ログの基準である Cloudflare の時計より {skew:clock_skew}いる",
    "live_refused": "アカウントで読めないフィールド: {fields:list}",
    "live_overfull": "1 秒間のクエリが 1 ページに収まらず、一部が欠落: {seconds:list}",
    "live_lacks": "{dataset}: このトークンまたはプランでは読めないため、使わずに順位を付けた",
    "live_closed": "{dataset}: このトークンまたはプランでは読めない",
    "live_nothing": "この時間の記録がアカウントのログにない。DNS のログが有効かは `pinscout doctor` で分かる",
    "live_waiting_end": "最後の失敗の時間帯が終わる {until:clock} を待っています (残り {left:minutes_seconds})",
    "live_waiting": (
        "{until:clock} までのログを待っています ({waited:minutes_seconds} 経過、最長 {most:minutes_seconds})"
    ),
    "live_waiting_newest": (
        "{until:clock} までのログを待っています。現在 {newest:clock} まで ({waited:minutes_seconds} 経過、最長 "
        "{most:minutes_seconds})"
    ),
    "live_late": "最新の行がまだ届いていない可能性あり。--wait を付けて届くまで待つか、後でもう一度実行してください",
    # the doctor: what was looked at, what was found, what to do
    "doctor_hints": "{hints:lines}",
    "doctor_account": "アカウント",
    "doctor_account_id": "{id}",
    "doctor_account_odd": "設定値がアカウント ID ではない",
    "doctor_account_where": (
        "{variable} にアカウント ID を設定してください。ダッシュボードの URL にある 16 進数 32 桁です。"
    ),
    "doctor_account_unseen": "トークンからこのアカウントが見えない",
    "doctor_token": "トークン",
    "doctor_token_status": "{status}",
    "doctor_token_until": "{status} ({until} まで)",
    "doctor_token_since": "{status} ({until} から)",
    "doctor_token_new": "新しいトークンを作成してください。",
    "doctor_clock": "時計",
    "doctor_clock_unknown": "Cloudflare から時刻が送られていない",
    "doctor_clock_right": "Cloudflare と一致",
    "doctor_clock_behind": "Cloudflare より {seconds:.0f} 秒遅れ",
    "doctor_clock_ahead": "Cloudflare より {seconds:.0f} 秒進み",
    "doctor_clock_set": "このマシンの時計を合わせてください。合わせないと時刻がずれます。",
    "doctor_analytics": "Account Analytics > Read",
    "doctor_analytics_open": "ログを読む権限あり",
    "doctor_analytics_closed": "読めるログなし: 読む権限がない",
    "doctor_analytics_add": (
        "ダッシュボードでトークンを編集し (My Profile > API Tokens)、Account > Account Analytics > Read を"
        "追加してください。"
    ),
    "doctor_devices": "デバイス名",
    "doctor_devices_open": "読む権限あり",
    "doctor_devices_closed": "読む権限なし",
    "doctor_devices_add": (
        "ダッシュボードでトークンを編集し (My Profile > API Tokens)、Account > Zero Trust > Read を追加してください。"
        "それまでは、--device に ID を指定してください。"
    ),
    "doctor_zero_trust": "Zero Trust > Read",
    "doctor_zero_trust_open": "設定を読む権限あり",
    "doctor_zero_trust_closed": "設定を読む権限なし",
    "doctor_zero_trust_add": (
        "ダッシュボードでトークンを編集し (My Profile > API Tokens)、Account > Zero Trust > Read を追加してください。"
        "DNS のログ記録と TLS 復号も確認できるようになります。"
    ),
    "doctor_not_told": "アカウントの情報から確認できない",
    "doctor_off": "オフ",
    "doctor_logging": "DNS のログ記録",
    "doctor_logging_all": "すべてのクエリを記録",
    "doctor_logging_some": "許可されたクエリの記録なし",
    "doctor_logging_switch_on": (
        "すべての DNS クエリを記録してください: Zero Trust > Traffic policies > Traffic settings > Log traffic activity"
    ),
    "doctor_redaction": "秘匿",
    "doctor_redaction_on": "ログのユーザーとデバイスは秘匿されている",
    "doctor_redaction_live_with": (
        "デバイスを区別できません。再現する間は 1 台の端末だけを使うか、秘匿をオフにしてください。"
    ),
    "doctor_decryption": "TLS 復号",
    "doctor_decryption_on": "オン",
    "doctor_decryption_mode": "オン、検査モード {mode}",
    "doctor_decryption_not_it": "アプリが動かない原因は検査ではありません。別の原因を調べてください。",
    "doctor_rules": "ルール",
    "doctor_rules_fine": "HTTP ルールに、見かけと動作の異なるものなし",
    "trap_request": "ルール {rule} はどの通信にも一致しない ({selector} を参照)",
    "trap_request_mend": (
        "Do Not Inspect はリクエストより前に判定されます。このルールでは Selector に Domain または "
        "Host (http.conn.domains、http.conn.hostname) を選んでください。"
    ),
    "trap_block": "ルール {rule} は、検査から除外するはずのアプリをブロックしている",
    "trap_block_mend": (
        "Action が Block で、Do Not Inspect タイプのアプリを選択しています。Action を Do Not Inspect にしてください。"
    ),
    "trap_missing": "動かなくなると分かっているアプリを除外するルールがない",
    "trap_missing_mend": (
        "そのようなアプリの一覧を Cloudflare が管理しています。"
        "Zero Trust > Traffic policies > Firewall policies > HTTP で、条件が Application in Do Not Inspect、Action "
        "が Do Not Inspect のルールを作成してください。"
    ),
    "doctor_not_ready": "準備ができていません。まず「{first}」を直してください{more:after_that}。",
    "doctor_ready_gaps": (
        "一部に不足がありますが ({gaps:list})、`pinscout find --at TIME` は使えます。不足の内容は以下のとおりです。"
    ),
    "doctor_ready": (
        "準備ができました。アプリを失敗させてから、`pinscout find --at TIME --app NAME` を実行してください。"
    ),
    "doctor_node": "{name}",
    "doctor_node_unasked": "確認できず",
    "doctor_node_open": "遡れる範囲 {back:length}、1 回に {at_once:length}、1 ページ {rows:,} 行",
    "doctor_node_closed": "このトークンまたはプランでは読めない",
    "doctor_node_needed": "2 つの DNS ログのどちらかが必要です。",
    "doctor_node_done_without": "{dataset} を使わずに順位を付けます。",
    "doctor_node_instead": "代わりに {used} を使います。デバイス名はありません。",
    "doctor_any_time": "無制限",
    "doctor_days": "{days} 日",
    "doctor_freshness": "ログの新しさ",
    "doctor_no_query": "直近 {reach:length}にクエリなし",
    "doctor_no_query_why": "デバイスが接続されているか、DNS のログ記録が有効かを確認してください。",
    "doctor_newest": "最新のクエリは {age:length}前",
    "doctor_newest_late": "新しい行が届くまで時間がかかることがあります: pinscout find --wait",
    "doctor_identities": "デバイスの識別",
    "doctor_identities_open": "ログにデバイス名あり",
    "doctor_identities_closed": "このトークンではログにデバイス ID なし",
    "doctor_identities_add": (
        "アカウントで可能なら、ダッシュボードでトークンを編集し (My Profile > API Tokens)、"
        "Account > Zero Trust PII > Read を追加してください。"
    ),
    # Gateway's lists and rules
    "gw_incomplete": (
        "{path} には {total:records}があるはずですが、{count:,} 件しか返されませんでした。一部を全体とみなすことはで"
        "きないため、何も変更していません。"
    ),
    "gw_incomplete_hint": (
        "トークンでそのすべてが見えるかを確認してください。一部のリストやルールに限定されている可能性があります。"
    ),
    "gw_odd_answer": "{path} に対する Cloudflare の応答が pinscout の知らない形式のため、何も変更していません。",
    # excluding and taking back
    "ex_name": "Do Not Inspect {match}s (pinscout)",
    "ex_name_trial": "Do Not Inspect {match}s, trial (pinscout)",
    "ex_list_note": "アプリのために TLS 検査から除外する名前。pinscout が管理。",
    "ex_rule_note": "証明書をピンニングするアプリ。pinscout が管理。",
    "ex_line": "{why}。見直し期限 {review}。",
    # (the descriptions of entries lose commas, brackets and signs)
    "ex_why": "{app} {day}: 可能性 {chance:chance_plain} / 失敗 {windows} 回中 {seen} 回で名前解決",
    "ex_why_refused": "{app} {day}: 可能性 {chance:chance_plain} / {count} 回のハンドシェイクで拒否",
    "ex_why_sweep": "sweep {day}: {devices} 台が {count} 回のハンドシェイクで拒否",
    "ex_new_id": "<新しいリストの ID>",
    "ex_in_account": "アカウント {account} への変更:",
    "ex_new_list": "リスト「{name}」を新規作成 ({count:entries}):",
    "ex_append": "リスト「{name}」に追加:",
    "ex_remove": "リスト「{name}」から削除:",
    "ex_plus": "{value}",
    "ex_plus_cost": "{value}: {cost}",
    "ex_new_rule": "Do Not Inspect ルール「{name}」を有効な状態で新規作成 (対象: {whom}):",
    "ex_new_rule_off": "Do Not Inspect ルール「{name}」を無効な状態で新規作成 (対象: {whom}):",
    "ex_for_all": "全員",
    "ex_for_some": "{names:list} のみ",
    "ex_drop_rule": "ルール「{name}」を削除",
    "ex_drop_list": "空になるリスト「{name}」を削除",
    "ex_ask": "この変更を実行しますか?",
    "ex_nobody_there": "確認に答えられる端末がありません。何も変更していません。",
    "ex_nobody_there_hint": "変更してよければ --yes を、内容を見るだけなら --dry-run を付けてください。",
    "ex_done": "完了しました ({count:requests})。",
    "ex_way_back": "元に戻すには: pinscout restore {change}",
    "ex_nothing_to_do": "変更の必要はありません。すべて登録済みです。",
    "ex_left_out": "対象外: {value} はルール「{rule}」ですでに除外済み",
    "ex_switch_on": "ルール「{name}」を有効化 (対象: {whom})。リストの内容:",
    "ex_enable_alone": "--enable と併用できるのは DOMAIN だけです。{options:list} とは併用できません。",
    "ex_still_off": "ルールが無効のため、まだ何も除外されていません。有効にするには: pinscout exclude --enable",
    "ex_none_off": "変更の必要はありません。該当する pinscout のルールに、無効なものはありません。",
    "ex_others": (
        "pinscout の目印があり、この変更履歴にはないリストとルール: {count} 件 (別のマシンで、またはほかの人が作成し"
        "たもの。ここからは変更しない)"
    ),
    "ex_unreadable_lists": (
        "Do Not Inspect ルールが使う{count:lists}をこのトークンでは読めないため、すでに除外されているものは不明"
    ),
    "ex_list_gone": "pinscout のリスト (ID {id}) が削除されたか、このトークンでは見えないため、新しく作成",
    "ex_rule_gone": "pinscout のルール (ID {id}) が削除されたか、このトークンでは見えないため、新しく作成",
    "ex_filled_meanwhile": "リスト「{name}」にはほかの人のエントリがあるため、リストもルールも残す",
    "ex_restored": "元に戻しました。開いている接続は、アプリを起動し直すまでそのままです。",
    "ex_restored_nothing": "すでにすべて削除されていました。この除外はもう有効ではありません。",
    "ex_needed_by_another": "{value} は別の変更に必要なため残す",
    "ex_gone_already": "{value} はすでに削除されていた",
    "ex_kept_changed": "ルール「{name}」は誰かが変更しているため、リストとともに残す",
    "ex_not_asked": "変更履歴だけに基づく内容 (アカウントには未照会)",
    "ex_none": "pinscout が除外しているものはありません。",
    "ex_none_known": "このマシンの変更履歴では、pinscout が除外しているものはありません。",
    "ex_due": "{day} 要見直し",
    "ex_due_count": "pinscout が除外した{count:entries}が見直し期限を過ぎています: pinscout exclusions",
    "ex_differences": "アカウントと変更履歴の相違",
    "ex_diff_restoring": "変更 {change} を元に戻す途中で中断。`pinscout restore` で続きを実行",
    "ex_diff_cut_off": "変更 {change} の途中で中断。同じ `pinscout exclude` をもう一度実行するか、元に戻すこと",
    "ex_diff_list_gone": "リスト (ID {id}) が削除されている",
    "ex_diff_rule_gone": "ルール (ID {id}) が削除されている",
    "ex_diff_list_unmarked": "リスト「{name}」の目印が消されたため、今後は変更しない",
    "ex_diff_rule_unmarked": "ルール「{name}」の目印が消されたため、今後は変更しない",
    "ex_diff_rule_changed": "ルール「{name}」が変更されている",
    "ex_diff_rule_off": (
        "ルール「{name}」が無効のため、リストの内容は除外されていない。`pinscout exclude --enable` で有効になる"
    ),
    "ex_diff_no_rule": "リスト「{name}」を使うルールがないため、その内容は除外されていない",
    "ex_diff_strangers": "リスト「{name}」にほかの人の{count:entries}あり",
    "ex_diff_missing": "{value} が pinscout のどのリストにもない",
    "ex_diff_left": "{value} は元に戻したが、リスト「{name}」に残っている",
    # the clicks in the dashboard
    "click_list": (
        "dash.cloudflare.com > Zero Trust > Reusable components > Lists を開き、リストを手動で作成してください。名前"
        "は「{name}」、種類はドメインとホスト名用のものです。"
    ),
    "click_entries": "次のエントリを 1 つずつ追加し、リストを保存してください:",
    "click_policy": (
        "Zero Trust > Traffic policies > Firewall policies > HTTP を開き、ポリシーを追加してください。名前は「{name}」"
        "です。"
    ),
    "click_selector_domain": (
        "Traffic で、Selector に Domain、Operator に in list、値にリスト「{name}」を選択してください。"
    ),
    "click_selector_host": (
        "Traffic で、Selector に Host、Operator に in list、値にリスト「{name}」を選択してください。"
    ),
    "click_action": "Action に Do Not Inspect を選択し、ポリシーを作成してください。",
    # errors of excluding and taking back
    "ex_nothing_clear": "{summary}",
    "ex_nothing_clear_hint": "それでも除外するものがあれば指定してください: pinscout exclude DOMAIN",
    "ex_not_found": "{name} は、調査結果の失敗の時間帯に名前解決されていません。",
    "ex_not_refused": "{name} は、集計結果でどのデバイスにも拒否されていません。",
    "ex_not_refused_hint": "候補: {candidates:list_or_none}",
    "ex_not_found_hint": "候補: {candidates:list_or_none}",
    "ex_not_allowed": (
        "{name} は除外できません。無関係な通信まで広く検査の対象外になるか、--never-exclude で指定されています。"
    ),
    "ex_not_allowed_hint": (
        "代わりに、アプリのホストを 1 つずつ指定してください。名前解決されたホストは `pinscout explain {name}` で一覧"
        "できます。"
    ),
    "ex_odd_scope": "{name!r} は、ユーザー、グループ、ポスチャチェックのどの名前でもありません。",
    "ex_no_user": "{name!r} はメールアドレスではありません。",
    "ex_no_change": "{name!r} という変更も、有効なエントリもありません。",
    "ex_no_change_hint": "どちらも `pinscout exclusions` で一覧できます。",
    "ex_nothing_there": "このマシンの変更履歴では、アカウント {account} に pinscout が除外したものはありません。",
    "ex_nothing_there_hint": (
        "別のマシンで除外したものは、そのマシンの変更履歴にあります。アカウントに残っているかどうかは "
        "`pinscout exclusions` で分かります。"
    ),
    "ex_other_account": (
        "アカウント {account} に pinscout が除外したものはありません。除外したものがあるのは {others:list} です。"
    ),
    "ex_other_account_hint": "CLOUDFLARE_ACCOUNT_ID に、目的のアカウントを設定してください。",
    "ex_read_only": "このトークンでは、Gateway のリストとルールを読めますが、変更できません。",
    "ex_read_only_hint": (
        "ダッシュボードでトークンを編集し (My Profile > API Tokens)、Account > Zero Trust > Edit を追加してください。"
    ),
    "ex_nothing_changed": "何も変更していません。",
    "ex_so_far": (
        "それまでの{count:requests}は完了しています。もう一度同じコマンドを実行すると、続きから再開します。元に戻すこ"
        "ともできます: pinscout restore"
    ),
    "ex_again": (
        "もう一度同じコマンドを実行してください。前回の結果を確認してから続けるため、二重に作成されることはありません。"
    ),
    "ex_unknown_outcome": "Cloudflare が変更を行ったかどうかを確認できません: {text}",
    "ex_deleted_meanwhile": "変更の途中で、pinscout のリストまたはルールが削除されました。",
    "ex_marked_twice": "{names:list} に同じ目印 {mark} があるため、どれが pinscout のものかを判断できません。",
    "ex_marked_twice_hint": "複製した方の説明欄から目印を消してください。",
    "ex_hidden_list": (
        "ルール {rule} が、このトークンでは見えないリスト (ID {id}) を使っています。何も変更していません。"
    ),
    "ex_hidden_list_hint": "すべてのリストとルールが見えるトークンを使ってください。",
    "ex_unseen": (
        "pinscout のリスト (ID {id}) がありません。削除されたか、このトークンでは見えないかのどちらかです。見えないだ"
        "けなら、そのエントリはまだ有効です。何も変更していません。"
    ),
    "ex_unseen_hint": (
        "すべてのリストが見えるトークンを使ってください。削除したのであれば、そのことを指定してください: pinscout "
        "restore --forget"
    ),
    "ex_hidden": (
        "存在するはずの pinscout のリストまたはルール (ID {id}) が、Cloudflare の応答に含まれていません。何も変更して"
        "いません。"
    ),
    "ex_hidden_hint": "すべてのリストとルールが見えるトークンを使うか、1 分後にもう一度試してください。",
    "ex_rule_off": "ルール {name} が無効のため、リストの内容は除外されていません。何も変更していません。",
    "ex_rule_off_hint": (
        "有効にするには pinscout exclude --enable を実行し、無効のままリストに追加するには --disabled を付けてくださ"
        "い。"
    ),
    "ex_rule_on": (
        "ルール {name} は有効です。--disabled を付けても、リストに追加したものはすぐに除外されます。何も変更していま"
        "せん。"
    ),
    "ex_rule_on_hint": (
        "--disabled を外すか、--user、--group、--posture で対象を絞って試してください。試験運用には専用のルールを使います。"
    ),
    "ex_rule_changed": "ルール {name} は、pinscout が作成した後に誰かが変更しています。何も変更していません。",
    "ex_rule_changed_hint": "ルールを削除するか、条件を元に戻してから、もう一度実行してください。",
    "journal_damaged_hint": (
        "新しいバージョンの pinscout が書いたものかもしれません。記録された変更はアカウントに残っています。Gateway の"
        "リストとルールで (pinscout) を探してください。"
    ),
    # a watch
    "watch_stale": "ログが{at:end_of_log}途切れています。新しい行が届いているかを確認してください。",
    "watch_busy": "この監視は、別の実行がまだ終わっていません。",
    "watch_busy_hint": "終わるのを待つか、この実行に別のファイルを指定してください: --state FILE",
    "watch_pipe": "パイプは監視できません。通り過ぎた内容は残らないためです。",
    "watch_pipe_hint": "ファイル、フォルダー、バケットのいずれかを指定してください。",
    "not_a_saved_watch": "{path} は監視の状態のファイルではないか、壊れています。",
    "not_a_saved_watch_hint": (
        "別の場所に移してください。監視は最初からになり、現在拒否されているものをすべて知らせます。"
    ),
    "watch_new": (
        "新規: {devices:devices_or_some}が {domain} を拒否 (接続 {total:,} 件中 {refused:,} 件、最後は {at:time})"
    ),
    "watch_back": "再発: {devices:devices_or_some}が {domain} を再び拒否 (最後は {at:time})",
    "watch_risen": (
        "拡大: {devices:devices_or_some}が {domain} を拒否 (接続 {total:,} 件中 {refused:,} 件、最後は {at:time})"
    ),
    "watch_gone": "消失: {domain} の拒否は {at:time} が最後",
    "watch_fixed": "解決: {domain} は最後の拒否 ({at:time}) の後、復号されずに通過",
    "watch_exclude": "除外するもの: {entries:list}",
    "watch_try_next": "ピンニングの可能性あり。利用者に確認するか、{entries:list} を除外",
    "watch_line": "#{number} {told}",
    "watch_line_todo": "#{number} {told}。{todo}",
    "watch_open": "まだ拒否されているもの: {domains:list}",
    "journal_busy": "別の pinscout が除外を変更しています。",
    "journal_busy_hint": "終わるのを待って、もう一度実行してください。",
    # lists within a sentence
    "entries": "{shown:list}",
    "list": "{shown:list}",
    "list_more": "{shown:list} ほか {count:,} 件",
    "devices_and_more": "{shown:list} ほか {count:,} 台",
    "device": "{name}",
    "device_user": "{name} ({user})",
    # headings
    "title_incident": "インシデント",
    "list_note": "pinscout {day} {app}",
    "list_note_sweep": "pinscout sweep {day}",
    "title_sweep": "TLS 復号の拒否 ({since:time} 〜 {until:time})",
    "title_sweep_empty": "TLS 復号の拒否 (接続なし)",
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
    "column_match": "単位",
    "column_label": "分類",
    "column_seen": "出現",
    "column_lookups": "件数",
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
    "explain_timeline": "失敗 (| または []) 前後の名前解決。1 文字が {step:.0f} 秒、1 件は 1、10 件以上は +",
    "explain_within": "幅の中",
    "explain_more": "… ほか {count:,} 件 (--all ですべて表示)",
    "explain_baseline": "平常時の{count:lookups} (時刻は {zone})",
    # errors of reading
    "no_sources": "ログファイルのリストが空です。",
    "no_sources_hint": "ログファイルを指定するか、リストを省いてアカウントのログを使ってください。",
    "no_file": "ファイル {source} がありません。",
    "no_file_hint": (
        "ログファイル、フォルダー、ワイルドカード、s3://bucket/prefix、r2://bucket/prefix、または標準入力を表す - を"
        "指定してください。"
    ),
    "frame_lacks": (
        "DataFrame に {columns:list} がありません。analyzer.{loader} が返したもの、またはその一部の行を渡してください。"
    ),
    "frame_odd": "DataFrame の列 {column} は、analyzer.{loader} が返すとおり {check} でなければなりません。",
    "no_frame": "順位を付ける対象が、analyzer.{loader} が返すような DataFrame ではありません。",
    "empty_folder": "フォルダー {source} にファイルがありません。",
    "empty_folder_hint": "ログファイルのあるフォルダーを指定してください。",
    "no_lookup_of_file": "{source} を調べられません: {error}",
    "unreadable": "{name:input} を読めません: {error}",
    "live_nothing_usable": "{facts:sentences}。",
    "live_nothing_usable_hint": (
        "時刻とタイムゾーン (--tz) を確認してください。各ログで遡れる範囲は `pinscout doctor` で分かります。"
    ),
    "nothing_usable": "{facts:sentences}。",
    "nothing_usable_hint": (
        "pinscout が読めるのは、Gateway のログの行 (Logpush の NDJSON・CSV・TSV、Log Explorer の応答、SIEM やログ転送"
        "ツールがそれらから作ったもの) です。加えて、App プライバシーレポート、PCAPdroid の CSV、mitmproxy のイベント"
        "ログも使えます。一覧は README の `What can be read` にあります。"
    ),
    "worker_ended": "{name:input} を読むプロセスが {tries} 回強制終了されました。メモリ不足の可能性があります。",
    "worker_ended_hint": "--jobs 1 を試してください。",
    "no_dask": "クラスターを使うには Dask が必要ですが、インストールされていません。",
    "no_dask_hint": "このマシンとクラスターの両方にインストールしてください: pip install 'pinscout[dask]'",
    "no_cluster": "{address} の Dask スケジューラーが応答しません。",
    "no_cluster_hint": "tcp://scheduler:8786 のようなアドレス、または `local` を指定してください。",
    "cluster_ended": (
        "同じファイルを読む間に、クラスターのプロセスが繰り返し終了しました。メモリ不足の可能性があります。"
    ),
    "cluster_ended_hint": "ワーカーのメモリを増やすか、ワーカーごとのスレッドを減らしてください。",
    "files_done": "{done:,}/{total:,} ファイル",
    # files elsewhere
    "no_stores": "{source} を読むためのライブラリがインストールされていません。",
    "no_stores_hint": "インストールしてください: pip install 'pinscout[stores]'",
    "store_scheme": "{source} の形式のアドレスには対応していません。",
    "store_scheme_hint": (
        "s3://bucket/prefix、r2://bucket/prefix、または https:// で始まる 1 つのファイルを指定してください。"
    ),
    "store_no_bucket_named": "{source} にバケット名がありません。",
    "store_no_bucket_named_hint": "s3://bucket/prefix または r2://bucket/prefix のように指定してください。",
    "store_no_account": "R2 のアドレスはアカウントごとに異なりますが、{variable} が設定されていません。",
    "store_no_account_hint": (
        "アカウント ID を設定してください。管轄 (jurisdiction) を指定したバケットでは、AWS_ENDPOINT_URL_S3 にエンドポ"
        "イントを設定してください。"
    ),
    "store_no_keys": "バケットのキーがありません。{variables:list} が設定されていません。",
    "store_no_keys_hint": (
        'キーを設定してください。AWS CLI でサインイン済みなら、次のコマンドで設定できます: eval "$(aws configure '
        'export-credentials --format env)"'
    ),
    "store_no_bucket": "バケット {bucket} がありません。",
    "store_no_bucket_hint": (
        "バケット名とアカウントを確認してください。AWS_ENDPOINT_URL_S3 を設定している場合は、その値も確認してください。"
    ),
    "store_denied": "このキーにはバケット {bucket} を読む権限 ({permission}) がありません。",
    "store_denied_hint": "バケットとその中身すべてに対する権限をキーに与えるか、別のキーを使ってください。",
    "store_odd_keys": "バケット {bucket} がこのキーを受け付けません ({code})。",
    "store_odd_keys_hint": "キーの 2 つの値がどちらも正しく、このアカウントのものかを確認してください。",
    "store_keys_expired": "バケット {bucket} のキーの有効期限が切れています。",
    "store_keys_expired_hint": "サインインし直してください。期限付きのキーには AWS_SESSION_TOKEN も必要です。",
    "store_other_region": "バケット {bucket} があるのは別のリージョンです{region:bracketed}。",
    "store_other_region_hint": (
        "AWS_REGION にそのリージョンを設定してください。リージョンは aws s3api get-bucket-location --bucket {bucket} "
        "で分かります。"
    ),
    "store_failed": "{source} の一覧を取得できません: {error}",
    "store_failed_hint": (
        "ネットワークを確認してください。AWS_ENDPOINT_URL_S3 を設定している場合は、その値も確認してください。"
    ),
    "store_empty": "{source} にもその下にも、何もありません。",
    "store_empty_hint": (
        "プレフィックスはフォルダーとして扱います。s3://bucket/dns は dns/ で始まるものすべてを指します。"
    ),
    "store_other_time": "{source} の下のフォルダーは、名前によると別の時間のものです: {folders:list}",
    "store_other_time_hint": (
        "日付とタイムゾーン (--tz) を確認してください。--all-files を付けると、それでもすべて読みます。"
    ),
    "skipped_folders": "{name}: 名前が別の時間を示す {count:folders}は対象外 (--all-files ですべて読む)",
    "store_gone": "存在しない (または削除された)",
    "store_replaced": "読み込み中に置き換えられた。2 つの版を混ぜることはできない",
    "store_too_large": "サイズが {size:bytes} で、1 件の上限 {most:bytes} を超えている",
    "store_no_length": "サーバーがサイズを返さない",
    "store_no_answer": "接続に繰り返し失敗",
    "store_status": "サーバーがステータス {status} を返した",
    "store_code": "ストレージが {code} を返した",
    "looks_empty": "空のファイル",
    "looks_7z": "7z アーカイブ (先に展開が必要)",
    "looks_rar": "RAR アーカイブ (先に展開が必要)",
    "looks_lz4": "lz4 で圧縮されたファイル (先に展開が必要: lz4 -d)",
    "looks_compress": "compress で圧縮されたファイル (.Z、先に展開が必要)",
    "looks_office": "Excel ブックなどの Office 文書 (シートを CSV で保存したものが必要)",
    "looks_orc": "ORC ファイル (NDJSON または CSV で出力したものが必要)",
    "looks_avro": "Avro ファイル (NDJSON または CSV で出力したものが必要)",
    "looks_picture": "画像",
    "looks_kept": (
        "pinscout が保存した結果 (`pinscout explain DOMAIN --finding FILE` と `pinscout export --finding FILE` で読め"
        "る)"
    ),
    "looks_own_form": "独自形式の行 (Logpush ジョブの record_template による)。ジョブの出力を NDJSON (output_type は ndjson、record_template なし) か、キー名を変えない JSON にすること",
    "looks_headless": "見出しのない表 (先頭は {cells:list})。ジョブのフィールド名を 1 行目に加えるか、Logpush ジョブの出力を NDJSON にすること",
    "looks_toml": "TOML (インシデントファイルなら --incident FILE で指定し、ログも合わせて指定)",
    "looks_candidates": "pinscout が書き出した候補 (必要なのは元のログ)",
    "looks_parquet": "Parquet ファイル (NDJSON または CSV で出力したものが必要)",
    "looks_sqlite": "SQLite データベース",
    "looks_capture": "パケットキャプチャー",
    "looks_pdf": "PDF 文書",
    "looks_markup": "Web ページまたは XML",
    "looks_other_dataset": "Gateway のログではなく {names:list} のレコード",
    "looks_other_json": (
        "別の種類の JSON レコード。内側も含め、QueryName を持つものがない。最初のレコードのキーは {keys:list}"
    ),
    "looks_other_table": "見出しに QueryName 列がなく、セルにも JSON の行がない表。列は {keys:list}",
    "looks_error": 'ログではなく、エラーの応答: "{message}"',
    "looks_unread_time": '時刻を解釈できない行: "{time}" (ISO 8601 と Unix 時間なら解釈できる)',
    "looks_binary": "バイナリファイル",
    "looks_bad_json": "読めない JSON",
    "looks_text": "先頭行が QueryName 列を持つ見出しではないテキスト",
    "looks_without_time": "時刻のない行。Datetime を持つものがない",
    "zone_http_request": "ゾーンの HTTP リクエスト",
    "zone_dns": "ゾーンの DNS (dns_logs: 自分のドメインへの問い合わせ)",
    # errors of writing and of saved answers
    "not_deleted": "{path} を削除できません: {error}",
    "forget_place": "{place} に保存されているもの ({size:bytes}):",
    "forget_nothing": "{place} に保存されているものはありません。",
    "forget_nothing_chosen": "{place} に、該当するものは保存されていません。",
    "forget_ask": "これらをすべて削除しますか?",
    "forget_kept": "何も削除していません。",
    "forget_yes": "削除してよければ --yes を付けてください。",
    "forget_done": "{count:files}を削除しました。",
    "kept_log": "ログ {dataset}",
    "kept_log_unknown": "ログ (内容不明)",
    "kept_finding": "直近の調査結果 {app}",
    "kept_sweep": "直近の集計結果",
    "kept_incident": "インシデント {app}",
    "kept_account": "アカウントとそのデバイス",
    "kept_watch": "監視",
    "kept_stand_ins": "仮名のキー",
    "kept_names": "デバイス名",
    "not_a_file": "{path} は通常のファイルではないため、書き込みません。",
    "not_written": "{path} に書き込めません: {error}",
    "output_failed": "標準出力に書き込めません: {error}",
    "output_twice": "標準出力に書き出せるのは、ファイルのうち 1 つだけです。",
    "no_folder": "フォルダー {folder} がありません。",
    "closed_folder": "フォルダー {folder} には書き込めません。",
    "no_finding": "調査結果がまだありません。",
    "no_finding_hint": "`pinscout find` で作成するか、ファイルを指定してください: --finding FILE",
    "no_sweep": "集計結果がまだありません。",
    "no_sweep_hint": "`pinscout sweep` で作成してください。",
    "kept_no_json": "{path} を解釈できません。途中で切れているか、壊れているか、JSON ではありません。",
    "kept_odd": "{path} を解釈できません ({field:kept_field}: {wrong})",
    "kept_type": "「{expected:kind_of_value}{more}」のはずですが、「{got:kind_of_value}」です",
    "kept_value": "{expected} のはずです",
    "kept_missing": "項目がありません",
    "kept_unknown": "未知の項目です",
    "kept_no_mark": "前の行にある変更、リスト、ルールのいずれかの目印のはずです",
    "kept_no_chance": "指定したエントリごとに可能性が必要です",
    "kept_frame": "名前、型、値を持つ列のリストのはずです",
    "kept_finite": "有限の数値のはずです",
    "kept_unsaid": "このバージョンで表せる内容のはずです",
    "kept_no_kind": "{unknown:list} は使えません",
    "kept_devices": "失敗ごとにデバイスの指定が必要です",
    "kept_terms": "候補と同じドメインのはずです",
    "kept_spans": "それぞれ 2 つの時刻 (早い方が先) のはずです",
    "kept_newer": (
        "{path} は、より新しい pinscout が書いたバージョン {version} のファイルです。この pinscout が読めるのはバージ"
        "ョン {known} です。"
    ),
    "kept_newer_hint": "読むには pinscout を更新してください。",
    "no_such_finding": "ファイル {path} がありません。",
    "no_such_finding_hint": (
        "`pinscout find --save FILE` で作成できます。--finding を省くと、直近の調査結果を使います。"
    ),
    "not_a_saved_finding": "{path} は保存された調査結果ではありません。",
    "not_a_saved_finding_hint": "pinscout find --save FILE で作成してください。",
    "not_a_saved_sweep": "{path} は保存された集計結果ではありません。",
    "not_a_saved_sweep_hint": "pinscout sweep で作成してください。",
    "no_format": "形式 {format!r} はありません。",
    "no_format_hint": "使える形式: {formats:list}",
    "no_matplotlib": "PNG とノートブックの図には matplotlib が必要です。",
    "no_matplotlib_hint": "インストールしてください: pip install 'pinscout[plot]' (SVG には不要です)",
    "no_plot_format": "{path} は図のファイル名として使えません。",
    "no_plot_format_hint": "拡張子を {endings:list_or} にしてください。",
    # errors about the incident
    "no_failure_time": "失敗の時刻が指定されていません。",
    "no_failure_time_hint": "アプリがいつ失敗したかを指定してください: {forms}",
    "empty_window": "失敗の時間帯の長さが 0 です。",
    "empty_window_hint": "`before` または `after` を 0 秒より長くしてください。",
    "not_an_incident": "{path} をインシデントとして読めません: {error}",
    "not_an_incident_hint": (
        '`pinscout record` が書いたファイルを指定するか、自分で書いてください: at = ["2026-11-10 14:05"]、app、device'
    ),
    "kept_said": "{path} を解釈できません: {said:continued}",
    "kept_said_of": "{path} の {field} を解釈できません: {said:continued}",
    "incident_options": "インシデントと {options:list} が同時に指定されています。",
    "incident_options_hint": "インシデントがそのすべてを含みます。オプションを外すか、インシデントを変更してください。",
    "devices_conflict": "デバイスの指定と、すべてのデバイスをまとめる指定が同時にあります。",
    "devices_conflict_hint": "デバイスか --all-devices のどちらかを外してください。",
    "live_alone": "{options:list} はアカウントのログを使うときのオプションですが、ファイルが指定されています。",
    "live_alone_hint": "オプションかファイルのどちらかを外してください。",
    "lists_alone": ("--match は {formats:list} のためのものです。--format {format} では、単位を候補ごとに示します。"),
    "options_conflict": "{options:list} が同時に指定されています。",
    "options_conflict_hint": "同じことを 2 通りに指定しています。どちらかを外してください。",
    "nothing_around": "{times:times} の前後の記録がログにありません。",
    "nothing_around_hint": "失敗の時刻の日付とタイムゾーン (--tz) を確認してください。",
    "no_such_device": "その時間のログに、デバイス {name!r} がありません。",
    "no_such_device_hint": "時刻を確認してください。",
    "devices_fit": "{name!r} に当てはまるデバイスが {count:devices}あります。",
    "devices_active": "失敗の前後に {count:devices}が使われていました。失敗したデバイスを指定してください。",
    "device_list": "--device NAME で指定するか、--all-devices でまとめてください:\n{devices:lines}",
    "device_line": "  {name:device_name}  {user}  ID {id}  {count:rows}",
    "devices_more": "  ほか {count:,} 台",
    "not_refused": "{domain} は、集計結果で拒否されていません。",
    "not_refused_hint": "拒否されたもの: {candidates:list_or_none}",
    "device_unknown": "?",
    "not_a_candidate": "{domain} は、失敗の時間帯に名前解決されていません。",
    "not_a_candidate_hint": "候補: {candidates:list_or_none}",
    # errors of times
    "time_forms": (
        "14:05、14:05:30、'2026-11-24 14:05'、'11月24日 14:05'、'11/24 14:05'、'午後2時5分'、'昨日 14時05分'、"
        "2026-11-24T05:05:00Z、'10分前'、now、その間のどこかを表す 14:00/14:10 など"
    ),
    "long_text": "{length:,} 文字の文字列は、時刻、長さ、タイムゾーンのどれでもありません。",
    "long_text_hint": "{most} 文字以内で書いてください。",
    "bad_stretch": "{text!r} は 1 日以内の時間の範囲ではありません。",
    "bad_stretch_hint": "早い方の時刻を先に書き、日をまたぐ場合は両方に日付を付けてください。",
    "ambiguous_dash": "{text!r} は、時間の範囲ともタイムゾーンとも読めます。",
    "ambiguous_dash_hint": "時間の範囲なら '{stretch}'、タイムゾーンなら '{offset}' と書いてください。",
    "two_readings": (
        "{text!r} は月が先とみて {read} と解釈。{other} のことなら、年から書くか「11月10日」の形で書いてください"
    ),
    "ambiguous_day": "{text} は、日と月のどちらが先とも読めます。",
    "ambiguous_day_hint": "年から書いてください: {choices:list_or}",
    "bad_day": "{text!r} の日付は暦にありません。",
    "bad_day_hint": "次の形で書いてください: {forms}",
    "skipped_time": "{zone} では時計が進められ、{time} という時刻は存在しませんでした。",
    "skipped_time_hint": "実際に時計が示していた時刻を書いてください: '{before}' または '{after}'",
    "twice_time": "{zone} では時計が戻され、{time} が 2 回ありました。",
    "twice_time_hint": "どちらかを指定してください: {choices:list_or}",
    "future_time": "失敗の時刻を {zone} の {time:time} と解釈しましたが、まだ来ていない時刻です (現在は {now:time})。",
    "future_time_hint": "'{passed}' のことならそう書くか、別のタイムゾーンを指定してください (--tz)。",
    "no_log_time": "{day} はログの時刻ではありえません。",
    "no_log_time_hint": "次の形で書いてください: {forms}",
    "bad_time": "{text!r} を時刻として解釈できません。",
    "bad_time_hint": "次の形で書いてください: {forms}",
    "day_only": "{text!r} は日付だけで、時刻がありません。",
    "day_only_hint": "次の形で書いてください: {forms}",
    "bad_duration": "{text!r} を時間の長さとして解釈できません。",
    "bad_duration_hint": "90s、3m、24h のように書いてください。",
    "long_duration": "{text!r} は長さの範囲外です。",
    "long_duration_hint": "90s、3m、24h のように書いてください。",
    "bad_zone": "{text!r} はタイムゾーンではありません。",
    "bad_zone_hint": "Asia/Tokyo のような名前か、+09:00 のような UTC との差を書いてください。",
    "near_zone": "{near} のことでしょうか。",
    "bad_offset": "{text!r} はタイムゾーンではありません。UTC との差は -12 時間から +14 時間までです。",
    "bad_offset_hint": "+09:00 のような差か、Asia/Tokyo のような名前を書いてください。",
    "ambiguous_zone": "{text!r} と呼ばれるタイムゾーンは複数あります。",
    "ambiguous_zone_hint": "いずれかを指定してください: {choices:list_or}",
    "machine_zone": "このマシンのタイムゾーン (TZ={text!r}) を解釈できません。",
    "machine_zone_hint": "タイムゾーンを指定してください: --tz Asia/Tokyo",
    "bad_period": "期間の終わりが始まりより前になっています。",
    "bad_period_hint": "--since を --until より前にしてください。",
    "bad_setting": "{name}={value!r} は 0 より大きい数ではありません。",
    "bad_setting_hint": "{name} の設定を外すか、0 より大きい数にしてください。",
    # what the commands say
    "error": "エラー: {message}",
    "did_you_mean": "{message}{near} のことでしょうか。",
    "say_when": "アプリが失敗した時刻を、失敗ごとに指定してください: --at TIME",
    "list_rest": "{match:match}を単位とする{count:entries}は、専用のリストが必要なため対象外: --match {match}",
    "never_no_name": "{path} に、名前ではないものがあります: {names:list}",
    "never_no_name_hint": "login.example.jp のような名前を、1 行に 1 つずつ書いてください。",
    "wrote": "{path} に書き出しました",
    "fetched": "{folder} に {records:records}があります ({requests:requests}を送信)",
    "demo_next": "1 行目はそのまま実行できるコマンドです。続けて `pinscout explain paypay.ne.jp` や `pinscout export` も試してください。",
    "times_in": "時刻は {zone}",
    "progress_reading": "読み込み中",
    "progress_fetching": "取得中",
    "progress_checking": "確認中",
    # plots
    "timeline_told": (
        "{windows:failures}の前後に、可能性の高い {count} ドメインをデバイスが名前解決した時刻と、接続の終わり方"
    ),
    "timeline_nothing": "表示するものがありません。名前解決されたドメインがありませんでした。",
    "timeline_failure": "{number} 回目の失敗 ({moments:moment_span})",
    "timeline_span": "対象期間全体",
    "timeline_density": "デバイスの名前解決すべて ({count:,} 件)",
    "timeline_usual": "失敗時 {inside} 件、ほか {outside} 件",
    "timeline_told_sweep": "クライアントが接続の復号を拒否した時刻 ({count:times_over})、ドメイン別とデバイス別",
    "score_bars_told": "可能性の高い {count} ドメインの点数の内訳",
    "score_bar_note": "{score:.1f}、{likelihood:chance}",
    "score_segment": "{term:term} {points:signed_points}: {why}",
    "score_sum": "点数 (合計)",
    "tick_points": "{points:tick_points}",
    "timeline_by_domain": "ドメイン別の拒否",
    "timeline_by_device": "デバイス別の拒否",
    "timeline_refusals": "拒否の合計: {count:,} 回",
    "timeline_lane_refusals": "拒否 {count:times_over}",
    "tick_offset": "{offset_s:signed_seconds}",
    "mark": "{hostname}、失敗{offset_s:distance}: {what}",
    "mark_lookup": "名前解決 {types}",
    "mark_blocked": "名前解決 {types}、DNS ポリシーによりブロック",
    "mark_tls_error": "ハンドシェイクで拒否、{count:times_over}",
    "mark_refused_later": "ハンドシェイクの後に拒否、{count:times_over}",
    "mark_refused_perhaps": "ハンドシェイクの後に何も要求せず切断、{count:times_over} (拒否の可能性あり)",
    "mark_inspected": "問題なく復号、{count:requests}",
    "mark_used": "使われた接続、{count:times_over}",
    "mark_bypassed": "復号の対象外、{count:requests}",
    "mark_origin_error": "サイト自身の証明書またはサーバーの障害、{count:times_over}",
    "legend_lookup": "名前解決",
    "legend_blocked": "名前解決 (DNS ポリシーによりブロック)",
    "legend_tls_error": "ハンドシェイクで拒否",
    "legend_refused_later": "ハンドシェイクの後に拒否 (何も要求せず切断)",
    "legend_refused_perhaps": "何も要求せず切断 (拒否の可能性あり)",
    "legend_inspected": "問題なく復号されたリクエスト",
    "legend_used": "使われた接続",
    "legend_bypassed": "すでに復号の対象外",
    "legend_origin_error": "サイト側の障害",
    # the page
    "page_language": "ja",
    "page_title": "{title} - pinscout",
    "page_kind_find": "TLS 復号から除外すべきドメイン",
    "page_kind_sweep": "クライアントが復号を拒否しているもの",
    "page_skip": "本文へ移動",
    "page_device": "デバイス",
    "page_failed": "{count:failures_heading}",
    "page_zone": "タイムゾーン",
    "page_window": "失敗ごとに調べた範囲",
    "page_around": "前 {before:length}から後 {after:length}まで",
    "page_baseline": "比較した平常時",
    "page_refusals": "拒否",
    "page_refused_domains": "拒否されたドメイン",
    "page_refusing_devices": "拒否したデバイス",
    "page_candidates": "候補",
    "page_caption_find": "可能性: アプリのために除外が必要である確率。出現: 名前解決された失敗の回数。",
    "page_caption_sweep": "可能性: ピンニングされている確率。拒否: 全接続のうち拒否されたもの。",
    "page_sort_hint": "見出しを選択すると、その列で並べ替えます。",
    "page_filter": "絞り込み",
    "page_filter_none": "該当する候補はありません。",
    "page_more": "ほか {count:,} 件",
    "page_show_all": "{count:,} 件すべてを表示",
    "page_no_candidates": "候補はありません。",
    "page_terms": "{domain} の点数の内訳",
    "page_scores": "点数の内訳",
    "page_scores_hint": "右に伸びる部分は除外を支持する根拠、左は反対の根拠です。棒を横切る線が合計点です。ドメイン名の横に合計点と可能性を示します。",
    "page_timeline": "時系列",
    "page_zoom": "表示範囲",
    "page_zoom_in": "拡大",
    "page_zoom_out": "縮小",
    "page_exports": "除外の設定",
    "page_exports_hint": "ここにある内容は `pinscout export` でも書き出せます。",
    "page_no_exports": "まず除外すべきものがないため、書き出す内容はありません。",
    "page_export_gateway_list": "Gateway のリスト ({what}、CSV)",
    "page_export_gateway_list_note": "Reusable components > Lists でのアップロード用",
    "page_export_expression": "ルールの条件式",
    "page_export_expression_note": "リストを使わない Do Not Inspect ルール用",
    "page_export_terraform": "Terraform",
    "page_export_terraform_note": "リストとルール (プロバイダー cloudflare 5)",
    "page_copy": "コピー",
    "page_copy_what": "コピー: {what}",
    "page_copied": "コピーしました",
    "page_read": "読み込んだログ",
    "page_foot": (
        "pinscout {version} で作成しました。表示に必要なものはすべてこのページに含まれ、外部への通信はありません。表"
        "示されている名前はログに由来するもので、誰でも書き込める点に注意してください。"
    ),
}

HELP = {
    "pinscout": (
        "動かなくなったアプリのために、Cloudflare の TLS 検査から除外すべきドメインを見つけます。\n\n"
        "アプリが失敗した時刻を控え、その時間の Gateway DNS ログを用意して、次のように実行します:\n\n"
        "\b\n"
        "    pinscout find logs/ --at 14:05 --app PayPay --device iPhone\n\n"
        "終了コード: 0 正常、1 対処できるエラー、2 使い方の誤り (時刻として解釈できない、デバイスの指定が必要など)、3"
        " 明確な候補なし、または未解決、4 watch が新しい変化を検出、130 Ctrl-C による中断。"
    ),
    "--version": "バージョンを表示して終了します。",
    "--lang": "表示に使う言語。  [デフォルト: PINSCOUT_LANG、なければロケールの言語]",
    "--format": "出力形式。",
    "--match": (
        "gateway-list と plain で、この単位のエントリだけを出力します。ドメインとホストには別々のリストが必要です。"
    ),
    "--csv": "候補を CSV ファイルにも書き出します。- は標準出力です。",
    "--color": "色。auto では、端末が対応していて NO_COLOR が設定されていなければ色を付けます。",
    "--finding": "保存した調査結果。  [デフォルト: 直近の調査結果]",
    "--never-exclude": "決して提案しない名前を 1 行に 1 つずつ書いたファイル。それぞれの配下も含みます。",
    "--redact": "デバイス、ユーザー、アドレスを仮名に置き換え、共有できるようにします。仮名は毎回同じです。",
    "--at": (
        "アプリが失敗した時刻。失敗ごとに 1 つずつ指定します。14:05 (直近の 14:05)、'2:05 PM'、'2026-11-24 14:05'、"
        "'24 Nov 14:05'、'11/24 14:05' (月が先)、'24.11. 14:05'、2026-11-24T05:05:00Z、'yesterday 14:05'、"
        "'Tuesday 14:05'、'10 minutes ago'、now。'昨日 14:05' のような日本語でも指定できます。その間のいつかなら "
        "14:00/14:10 または 14:00-14:10、失敗ごとにデバイスが違うなら 14:05@MacBook と書きます。精度は書いたとおりに"
        "解釈し、14:05 ならその 1 分間全体を指します。"
    ),
    "--app": "アイコンの下に表示されるアプリ名、またはバンドル ID。大きな手がかりになります。",
    "--device": "デバイスの ID、名前、ユーザー、またはその名前の一部。",
    "--all-devices": "ログのすべてのデバイスをまとめて 1 台として扱います。",
    "--before": "それぞれの失敗のどのくらい前から調べるか。",
    "--after": "それぞれの失敗のどのくらい後まで調べるか。",
    "--baseline": "比較のため、デバイスの平常時の通信をどこまで遡って読むか。",
    "--tz": "タイムゾーンのない時刻のタイムゾーン: Asia/Tokyo、Tokyo、JST、+09:00。  [デフォルト: このマシンの設定]",
    "--location": "アカウントのログにデバイス名がない場合に、この DNS ロケーションだけを対象にします。",
    "--jobs": "ファイルを読むプロセスの数。  [デフォルト: 読む量が多ければプロセッサーごとに 1 つ]",
    "--all-files": "名前が別の時間を示すファイルも読みます。",
    "--dask": (
        "Dask クラスターでファイルを読みます。スケジューラーのアドレス、またはこのマシンのプロセスを使う `local` を"
        "指定します。"
    ),
    "--plot": "時系列の図を書き出します。ファイル名の末尾により SVG または PNG になります。",
    "--report": "ブラウザーで見るページとして書き出します。1 つのファイルで完結します。",
    "--save": "結果を別のファイルにも保存します。- は標準出力です。",
    "--wait": "アカウントのログで、最新の行が届くまで待ちます。",
    "--since": "いつから。",
    "demo": (
        "付属の例を実行します。PayPay が 3 回失敗した、架空の iPhone のログです。\n\n"
        "アカウントもログも不要です。直近の調査結果は変わりません。"
    ),
    "devices": (
        "使われていたデバイスを一覧します。名前、ID、ユーザー、行数と、ファイルの場合は最初と最後の時刻を表示します。\n\n"
        "ログファイルを読みます。SOURCE を指定しない場合は、最近使われたデバイスをアカウントに問い合わせます。\n\n"
        "\b\n"
        "    pinscout devices\n"
        "    pinscout devices logs/ --since '2026-11-10 14:00'"
    ),
    "devices --since": "いつから使われたデバイスか。  [デフォルト: ログの先頭。アカウントの場合は 1 時間前]",
    "devices --tz": "時刻のタイムゾーン。  [デフォルト: このマシンの設定]",
    "doctor": (
        "トークン、権限、ルール、ログなどの準備状況を確認します。find を使えるか、使えなければ何をすべきかを"
        "表示します。\n\n"
        "トークンの権限が何であっても動作します。`find` でログを取得するために直すべき点があれば、終了コード 1 で"
        "終わります。\n\n"
        "\b\n"
        "    CLOUDFLARE_API_TOKEN=... pinscout doctor"
    ),
    "exclude": (
        "提案されたものを TLS 検査から除外します。直近の調査結果または sweep の提案を、アカウントに適用します。\n\n"
        "判定が「除外」(`exclude`) のもの、または指定した候補やホストを、pinscout 専用の Gateway リストと "
        "Do Not Inspect ルールに登録します。変更内容を表示し、確認してから実行します。ほかの人が作ったものには"
        "一切手を加えません。Account > Zero Trust > Edit の権限を持つトークンが必要です。\n\n"
        "\b\n"
        "    pinscout exclude\n"
        "    pinscout exclude paypay.ne.jp --user aoi@example.jp\n"
        "    pinscout exclude --dry-run\n"
        "    pinscout exclude --sweep hibari-bank.jp\n"
        "    pinscout exclude --disabled (後で pinscout exclude --enable)\n\n"
        "途中で中断された場合は、もう一度実行してください。続きから進み、同じものを二重に作ることはありません。元に"
        "戻すには `pinscout restore` を実行します。"
    ),
    "exclude --sweep": "直近の調査結果ではなく、直近の sweep が提案するものを対象にします。",
    "exclude --user": "試験運用: このユーザーだけを対象にします。複数指定できます。",
    "exclude --group": "試験運用: このユーザーグループだけを対象にします。",
    "exclude --posture": "試験運用: このポスチャチェックに合格したデバイスだけを対象にします。",
    "exclude --review": "いつ見直すか。",
    "exclude --disabled": "ルールを無効な状態で作ります。",
    "exclude --enable": (
        "無効な状態で作ったルールを有効にします。DOMAIN を指定すればそのルールだけ、なければすべてです。"
    ),
    "exclude --finding": "保存した調査結果または sweep の結果。  [デフォルト: 直近の調査結果]",
    "exclude --dry-run": "リクエストを JSON で表示するだけで、送信しません。",
    "exclude --yes": "確認せずに実行します。",
    "exclusions": (
        "pinscout で TLS 検査から除外したものを一覧します。何が有効か、どのアプリのためか、いつからいつまでかを"
        "表示します。\n\n"
        "見直しの期限が来たものと、アカウントが変更履歴と異なる点も表示します。トークンがない場合は、すべての"
        "アカウントについて変更履歴の内容だけを表示します。\n\n"
        "\b\n"
        "    pinscout exclusions"
    ),
    "exclusions --offline": "変更履歴の内容だけを表示し、アカウントには問い合わせません。",
    "explain": (
        "ドメインがその順位になった理由を表示します。直近の調査結果または sweep を対象にします。\n\n"
        "点数の内訳を 1 項目ずつ点と文で示し、続いて、ホストについて分かっていること、失敗前後の名前解決、判定を"
        "左右するものを表示します。DOMAIN には、そのホスト、そのアドレス、または名前の一部も指定できます。\n\n"
        "\b\n"
        "    pinscout explain paypay.ne.jp\n"
        "    pinscout explain paypay --all\n"
        "    pinscout explain paypay --sweep\n"
        "    pinscout explain paypay --format json"
    ),
    "explain --finding": "保存した調査結果または sweep の結果。  [デフォルト: 直近の調査結果]",
    "explain --all": "ホストと名前解決を、いくつあってもすべて表示します。",
    "explain --sweep": "直近の調査結果ではなく、直近の sweep から表示します。",
    "export": (
        "結果を CSV、Gateway リスト、JSON などに変換します。直近の調査結果または sweep を、CSV、Gateway リスト、"
        "JSON、Markdown、名前の一覧、表、またはその短い形で出力します。\n\n"
        "ポリシー自体については、API のリクエスト、Terraform、ルールの条件式、ダッシュボードでの操作手順を出力できます。\n\n"
        "ルールではドメインとホストの Selector が異なるため、それぞれに別のリストが必要です。両方ある場合、"
        "`-o list.csv` は list-domains.csv と list-hosts.csv を書き出します。\n\n"
        "\b\n"
        "    pinscout export --format gateway-list -o list.csv   # Zero Trust > Reusable components > Lists でのアップロード用\n"
        "    pinscout export --format csv -o candidates.csv      # Excel で開ける。かなも文字化けしない\n"
        "    pinscout export --sweep --format plain\n"
        "    pinscout export --format dashboard                  # トークンなしで: ダッシュボードでの操作手順"
    ),
    "export --output": "標準出力 (-) ではなくファイルに書き出します。",
    "export --finding": "保存した調査結果または sweep の結果。  [デフォルト: 直近の調査結果]",
    "export --sweep": "直近の調査結果ではなく、直近の sweep を対象にします。",
    "fetch": (
        "アカウントのログを FOLDER に保存します。一定の期間のログを取得し、後からオフラインで読めるようにします。\n\n"
        "Logpush と同じ形の gzip ファイルとマニフェストを、少しずつ書き出します。中断された場合は、同じ FOLDER を"
        "指定してもう一度実行してください。同じ --since と --until のまま、続きから進みます。\n\n"
        "\b\n"
        "    pinscout fetch today/ --since '24 hours ago'\n"
        "    pinscout find today/ --at 14:05 --app PayPay --device iPhone"
    ),
    "fetch --until": "いつまで (その時刻を含まない)。",
    "fetch --dataset": "どのログか。  [デフォルト: 読めるものすべて]",
    "fetch --device": "ログがデバイスを区別していれば、このデバイスの行だけを保存します。",
    "fetch --tz": "タイムゾーンのない時刻のタイムゾーン。  [デフォルト: このマシンの設定]",
    "find": (
        "除外が必要と見られるドメインを、可能性の高い順に並べます。アプリが失敗した時刻の前後のログを調べます。\n\n"
        "SOURCE には、ログファイル、フォルダー、ワイルドカード、s3://bucket/prefix、r2://bucket/prefix、https://… 、または"
        "標準入力を表す - を、いくつでも組み合わせて指定します。Gateway DNS ログと、あればセッションやリクエストの"
        "ログを、Logpush、Log Explorer、SIEM、ログ転送ツールのどの形でも、圧縮の有無を問わず、内容から判別して"
        "読みます。SOURCE を指定しない場合は、CLOUDFLARE_API_TOKEN のアカウントからログを取得します。\n\n"
        "\b\n"
        "    pinscout find --at 14:05 --app PayPay --device iPhone\n"
        "    pinscout find logs/ --at 14:05 --at 14:12 --app PayPay --csv candidates.csv\n"
        "    zcat logs/*.gz | pinscout find - --at '2026-11-10 14:05' --tz Asia/Tokyo\n\n"
        "調査結果と取得したログは保存されます。`pinscout explain DOMAIN` と `pinscout export` はその結果を使い、別の"
        "オプションで `find` を実行しても、取得済みのログを再び取得することはありません。明確な候補がない場合も順位を"
        "表示し、終了コード 3 で終わります。--csv - または --save - を指定すると、表示は標準エラー出力になります。"
    ),
    "find --incident": "以上の指定をすべて TOML ファイルから読みます。",
    "find --last": "--at の代わりに、失敗が直近のどの範囲か (3m など) を指定します。",
    "forget": (
        "pinscout がこのマシンに保存したものを一覧し、削除します。内容、経過時間、サイズを表示し、選んだものだけを"
        "削除します。\n\n"
        "すべて 1 つのフォルダーにあります。PINSCOUT_STATE_DIR、なければ XDG_STATE_HOME の `pinscout`、なければ "
        "~/.local/state/pinscout (macOS では ~/Library/Application Support/pinscout) です。削除するのは pinscout "
        "がそこに書いたものだけで、除外を元に戻すための変更履歴は削除しません。`fetch` で自分のフォルダーに"
        "保存したものは、自分で削除してください。\n\n"
        "\b\n"
        "    pinscout forget\n"
        "    pinscout forget --older 30d\n"
        "    pinscout forget --device iPhone\n"
        "    pinscout forget --all --yes"
    ),
    "forget --account": "このアカウントのログを対象にします。",
    "forget --device": "名前、ID、ユーザーから、このデバイスについて分かる可能性のあるものを対象にします。",
    "forget --older": "書き込みからこれより長く経ったものを対象にします: 12h、30d。",
    "forget --all": "すべてを対象にします。",
    "forget --tz": "時刻のタイムゾーン。  [デフォルト: このマシンの設定]",
    "forget --yes": "確認せずに実行します。",
    "help": (
        "コマンドの説明とオプションを表示します。コマンドを指定しなければ、すべてのコマンドを表示します。\n\n"
        "\b\n"
        "    pinscout help\n"
        "    pinscout help find"
    ),
    "record": (
        "アプリを失敗させながら時刻を記録し、調査します。ログが届くのを待ってから、find と同じように順位付けします。\n\n"
        "ストップウォッチです。何を終了し、デバイスの DNS キャッシュをどう空にするかを案内します。アプリを起動すると"
        "同時に Enter を押し、失敗したらまた Enter を押します。何回でも繰り返せます。1 回の失敗では根拠が弱く、2、3 "
        "回あると確度が大きく上がります。また、分より秒のほうが多くのことが分かります。記録は 1 つずつ、すぐに"
        "ファイルへ保存します。\n\n"
        "\b\n"
        "    pinscout record --app PayPay --device iPhone\n"
        "    pinscout record --incident FILE          # 以前の記録、または中断した記録を続ける\n"
        "    pinscout find --incident FILE            # その記録でもう一度調査する\n\n"
        "Ctrl-C で中断できます (終了コード 130)。記録は失われず、続け方を表示します。CLOUDFLARE_API_TOKEN がない"
        "場合は記録だけを行います。ログファイルがあれば `pinscout find LOGS --incident FILE` で調査できます。明確な"
        "候補がない場合は、終了コード 3 で終わります。"
    ),
    "record --incident": "このファイルに保存します。すでにある場合は、失敗を追加します。  [デフォルト: 新しいファイル]",
    "restore": (
        "pinscout で TLS 検査から除外したものを元に戻します。直前の変更、指定した変更、または個々のエントリを"
        "対象にします。\n\n"
        "削除するのは、pinscout が追加し、今も残っているものだけです。ルールはリストより先に、どちらも空になった"
        "場合にだけ削除します。変更は `pinscout exclusions` で一覧できます。\n\n"
        "\b\n"
        "    pinscout restore\n"
        "    pinscout restore paypay.ne.jp\n"
        "    pinscout restore --all"
    ),
    "restore --all": "pinscout がこのアカウントで除外したものをすべて元に戻します。",
    "restore --forget": "見えなくなったリストを、削除されたものとして扱います。",
    "restore --dry-run": "リクエストを JSON で表示するだけで、送信しません。",
    "restore --yes": "確認せずに実行します。",
    "sweep": (
        "クライアントが復号を拒否しているドメインを順位付けします。1 日分から長期間のログまでを対象にし、失敗の時刻は"
        "不要です。\n\n"
        "SOURCE は find と同じですが、Logpush の zero_trust_network_sessions が必要です。誰がハンドシェイクを"
        "中断したかは、セッションログでしか分かりません。gateway_http も加えると確度が上がります。SOURCE を指定しない"
        "場合は、プランにあれば CLOUDFLARE_API_TOKEN のアカウントからセッションを取得します。そのログにはデバイス"
        "名がありません。\n\n"
        "\b\n"
        "    pinscout sweep logs/ --since '2026-11-10 09:00'\n"
        "    pinscout sweep --last 24h --format gateway-list > list.csv\n\n"
        "ほぼすべてを拒否しているデバイスには Cloudflare の証明書がないため、名前を示して集計から除外します。"
        "集計結果は保存され、`pinscout export --sweep` で使えます。拒否がない場合、または偶然の中断と"
        "見られるものしかない場合は、終了コード 3 で終わります。"
    ),
    "sweep --since": "いつから。  [デフォルト: ログの先頭。アカウントの場合は 24 時間前]",
    "sweep --until": "いつまで (その時刻を含まない)。  [デフォルト: ログの末尾。アカウントの場合は現在]",
    "sweep --tz": "時刻のタイムゾーン。  [デフォルト: このマシンの設定]",
    "sweep --last": "--since の代わりに、直近の期間 (24h など) を指定します。",
    "verify": (
        "除外の後、アプリが動くようになったかを確認します。次にピンニングされたホストで失敗していれば、それも"
        "分かります。\n\n"
        "調査結果の提案どおりに除外し、アプリを完全に終了して起動し直してから、その時刻を指定します。ホストごとに"
        "以前の失敗と比べ、復号されなくなった、まだ拒否されている (ハンドシェイクの途中、切断、またはその後)、以前と"
        "同じく復号されている、アプリが先へ進んだため新たに拒否された、のどれかを判定します。\n\n"
        "\b\n"
        "    pinscout verify --record                 # 今から計る。アカウントのログを使う\n"
        "    pinscout verify --at 14:40               # 控えておいた時刻\n"
        "    pinscout verify logs/ --at 14:40         # ログファイル\n"
        "    pinscout verify --at 14:40 --works       # 見た結果はログよりも優先される\n\n"
        "アプリのために何が除外されているかは、調査結果と `pinscout exclude` の変更履歴から判断します。アプリが先へ"
        "進んでいた場合は、その実行が直近の調査結果になり、`pinscout exclude` で続けられます。\n\n"
        "動くようになった後は、不要かもしれないエントリを試しに外すことを、できるだけ少ない回数で済むように"
        "提案します。結果は次の実行で分かります。名前解決だけではアプリが動いたかどうかは分からないため、見た結果を"
        "伝えるか、セッションログを加えてください。解決していれば終了コード 0、それ以外は 3 で終わります。"
    ),
    "verify --at": "アプリを再び動かした、または再び失敗した時刻。書き方は find と同じです。",
    "verify --run": "--at の代わりに、`pinscout record` が保存した新しい実行を使います。",
    "verify --record": "`pinscout record` と同じように、新しい実行の時刻を今から記録します。",
    "verify --works": "この実行でアプリが動いたことを伝えます。",
    "verify --fails": "この実行でアプリが失敗したことを伝えます。",
    "verify --entry": "最初に提案されたもの以外を除外した場合に、そのエントリを指定します。",
    "verify --incident": "調査結果を使わず、この記録でもう一度調査します。",
    "watch": (
        "復号の拒否について、前回の実行からの変化を知らせます。クライアントが拒否し始めたものと、"
        "拒否しなくなったものです。cron、タイマー、CI ジョブでの利用を想定しています。\n\n"
        "SOURCE は sweep と同じですが、パイプは使えません。読み終えたファイルは再び読みません。変化がなければ何も"
        "表示せず、あれば 1 件につき 1 行で表示します: 新規、再発、拡大 (判定が上がった、またはデバイスが 2 "
        "倍になった)、消失、除外による解決 (HTTP ログで分かる)。\n\n"
        "\b\n"
        "    pinscout watch r2://my-logs/sessions r2://my-logs/gateway_http\n"
        "    pinscout watch logs/ --known fine.txt --format json\n\n"
        "変化には番号が付き、それぞれ一度だけ知らせます。途中で終了させられた場合は、次の実行が補います。"
        "知らせたもののまだ記録していなかった変化は、同じ番号でもう一度表示します。新規、再発、拡大があれば終了"
        "コード 4、変化がないか改善だけなら 0 で終わります。"
    ),
    "watch --keep": "どこまで遡って調べるか。",
    "watch --gone-after": "これだけの間拒否がなければ、消失とします。",
    "watch --known": (
        "問題ないと分かっている名前を 1 行に 1 つずつ書いたファイル。それぞれと配下については何も知らせません。"
    ),
    "watch --state": "これまでに見たものの保存先。  [デフォルト: 状態フォルダーの中、SOURCE ごと]",
    "watch --jobs": "ファイルを読むプロセスの数。",
    "watch --tz": "時刻のタイムゾーン。  [デフォルト: このマシンの設定]",
}
"""What help says of commands and their options, of all commands that have an option of that name, or of one."""

CLICK = {
    "Usage:": "使い方:",
    "Options": "オプション",
    "Commands": "コマンド",
    "Positional arguments": "引数",
    "Show the version and exit.": "バージョンを表示して終了します。",
    "Show this message and exit.": "このヘルプを表示して終了します。",
    "Error: {message}": "エラー: {message}",
    "Error: invalid input": "エラー: y または n で答えてください",
    "Aborted!": "中断しました。",
    "Try '{command} {option}' for help.": "ヘルプを表示するには '{command} {option}' を実行してください。",
    "default: {default}": "デフォルト: {default}",
    "(dynamic)": "(実行時に決定)",
    "env var: {var}": "環境変数: {var}",
    "file": "ファイル",
    "directory": "フォルダー",
    "path": "パス",
    "unknown error": "原因不明のエラー",
    "Missing argument": "引数がありません:",
    "Missing option": "オプションがありません:",
    "Missing parameter": "パラメーターがありません:",
    "Missing {param_type}": "{param_type} がありません:",
    "Missing parameter: {param_name}": "パラメーターがありません: {param_name}",
    "Missing command.": "コマンドを指定してください。",
    "No such command {name!r}.": "コマンド {name!r} はありません。",
    "No such option {name!r}.": "オプション {name!r} はありません。",
    "Did you mean {possibility}?": "{possibility} のことでしょうか。",
    "(Did you mean one of: {possibilities}?)": "({possibilities} のどれかでしょうか。)",
    "Got unexpected extra argument ({args})": "余分な引数があります ({args})",
    "Got unexpected extra arguments ({args})": "余分な引数があります ({args})",
    "Invalid value: {message}": "値が正しくありません: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} の値が正しくありません: {message}",
    "Option {name!r} does not take a value.": "オプション {name!r} に値は指定できません。",
    "Option {name!r} requires an argument.": "オプション {name!r} には値が必要です。",
    "Option {name!r} requires {nargs} arguments.": "オプション {name!r} には値が {nargs} 個必要です。",
    "Argument {name!r} takes {nargs} values.": "引数 {name!r} には値が {nargs} 個必要です。",
    "{value!r} is not {choice}.": "{value!r} ではなく {choice} を指定してください。",
    "{value!r} is not one of {choices}.": "{value!r} は {choices} のどれでもありません。",
    "Choose from:\n\t{choices}": "次から選んでください:\n\t{choices}",
    "{value!r} is not a valid {number_type}.": "{value!r} は数 ({number_type}) ではありません。",
    "{value} is not in the range {range}.": "{value} は範囲 {range} の外です。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} は真偽値ではありません。使える値: {states}",
    "{name} {filename!r} does not exist.": "{name} {filename!r} がありません。",
    "{name} {filename!r} is a file.": "{name} {filename!r} はファイルです。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} はフォルダーです。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} を読む権限がありません。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} に書き込む権限がありません。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} を実行する権限がありません。",
    "Could not open file {filename!r}: {message}": "ファイル {filename!r} を開けません: {message}",
}
"""What click says by itself."""

BANDS = {"exclude": "除外", "try_next": "次に試す", "leave": "そのまま"}
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

TERMS = {
    "base": "出発点",
    "lift": "平常時より多い名前解決",
    "recurrence": "失敗のたびに出現",
    "near": "失敗の時刻に近い",
    "os_neighbours": "OS の名前に囲まれている",
    "country_code": "国別のドメイン",
    "os_label": "OS のドメイン",
    "sdk_label": "SDK のドメイン",
    "ad_label": "広告・分析",
    "name": "アプリ名との一致",
    "tls_error": "証明書の拒否",
    "refused_again": "失敗のたびに拒否",
    "inspected": "問題なく復号",
    "used": "接続が使われた",
    "bypassed": "すでに対象外",
    "origin_error": "サイト側の障害",
    "unresolved": "アドレスが得られない",
    "uninspected": "復号の記録なし",
    "app_contact": "端末自身のレポート",
    "local_name": "公開ドメインではない",
    "companion": "必要なドメインと同時に名前解決",
    "alias": "必要なドメインと同じ接続先",
    "other_devices": "ほかのデバイスも名前解決",
    "caution": "慎重を期した減点",
    "devices": "拒否したデバイスの数",
    "returns": "複数の時間帯で拒否",
    "retries": "短時間の再試行",
    "refused_share": "拒否の割合",
    "served": "成功した接続もある",
    "stray": "広告・静的ホスト",
}
"""Terms of a score, as a plot names them."""

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
    "other_devices": "ほかのデバイス {} 台",
    "more_devices": "ほか {} 台",
    "hosts": "{} ホスト",
    "files": "{} 個のファイル",
    "rows": "{} 行",
    "records": "{} 件のレコード",
    "requests": "リクエスト {} 件",
    "sessions": "セッション {} 件",
    "connections": "接続 {} 件",
    "minutes": "{} 分",
    "different_hours": "異なる {} 時間帯",
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


def _chance_plain(share: float) -> str:
    """`97 パーセント`, for descriptions in the account, which take no signs."""
    return (
        "1 パーセント未満"
        if share < 0.01
        else "99 パーセント超"
        if share > 0.99
        else f"{share:.0%}".replace("%", " パーセント")
    )


def _rate(value: float) -> str:
    return "0 件" if value == 0 else f"{value:.1f} 件" if value >= 0.05 else "0.1 件未満"


def _distance(seconds: float) -> str:
    """`の 3 秒後`, `と同時`."""
    return "と同時" if seconds == 0 else f"の {abs(seconds):.0f} 秒{'後' if seconds > 0 else '前'}"


def _signed_seconds(seconds: float) -> str:
    """`0`, `+30 秒`, `−30 秒`."""
    return f"{seconds:+.0f} 秒".replace("-", "−") if seconds else "0"


def _moment_span(moments: Iterable[str]) -> str:
    since, until = moments
    return en.write_time(since) if since == until else f"{en.write_time(since)} 〜 {en.write_clock(until)}"


def _zoned_time(moment: Iterable[str]) -> str:
    time, zone = moment
    return f"{en.write_time(time)} ({zone})"


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


def _length(text: object) -> str:
    """`1 時間 30 分` for `1h30m`; what is no such length, as it is."""
    units = {"w": "週間", "d": "日", "h": "時間", "m": "分", "s": "秒"}
    if not re.fullmatch(r"(?:[\d.]+[wdhms])+", told := str(text)):
        return told
    return " ".join(f"{number} {units[unit]}" for number, unit in re.findall(r"([\d.]+)([wdhms])", told))


def _bytes(size: int) -> str:
    """`900 B`, `1.5 MB`."""
    units = {10**9: "GB", 10**6: "MB", 10**3: "kB"}
    return next((f"{size / unit:,.1f} {name}" for unit, name in units.items() if size >= unit), f"{size:,} B")


def _listed(texts: Iterable[object]) -> str:
    return "、".join(map(str, texts))


FORMS: dict[str, Callable[[Any], str]] = {name: _counted(pattern) for name, pattern in _COUNTS.items()} | {
    "age": _age,
    "after_that": lambda more: f" (その後に {_listed(dict.fromkeys(map(str, more)))})" if more else "",
    "band": lambda band: BANDS[band],
    "band_cell": lambda band: BANDS[band],
    "bracketed": lambda text: f" ({text})" if text else "",
    "bytes": _bytes,
    "chance": en.write_chance,
    "chance_plain": _chance_plain,
    "clock": en.write_clock,
    "clock_skew": lambda seconds: f"{abs(seconds) / 60:,.0f} 分{'遅れて' if seconds > 0 else '進んで'}",
    "continued": str,
    "covered": lambda moments: " 〜 ".join(map(en.write_time, moments)) or "なし",
    "device_name": lambda name: name or "(デバイス名なし)",
    "device_or_all": lambda name: name or "すべて",
    "devices_or_some": lambda count: f"{count:,} 台" if count else "いずれかのデバイス",
    "dialect": lambda dialect: DIALECTS[dialect],
    "distance": _distance,
    "end_of_log": lambda moment: f" {en.write_time(moment)} で" if moment else "対象期間より前で",
    "exclusion_state": lambda state: EXCLUSION_STATES[state],
    "failures_heading": lambda count: "失敗した時刻" if count == 1 else f"失敗した時刻 ({count} 回)",
    "input": lambda name: "標準入力" + name[1:] if name == "-" or name.startswith("-/") else name,
    "kept_field": lambda name: name or "内容",
    "kind_of_value": lambda kinds: "または".join(KINDS_OF_VALUE.get(kind, kind) for kind in kinds.split(" | ")),
    "label": _label,
    "length": _length,
    "list": _listed,
    "list_match": lambda match: {"domain": "ドメイン", "host": "ホスト", "": ""}[match],
    "list_or": lambda texts: " または ".join(texts),
    "list_or_none": lambda texts: _listed(texts) or "なし",
    "list_or_nothing": lambda texts: _listed(texts) or "なし",
    "match": lambda match: {"domain": "ドメイン", "host": "ホスト"}.get(match, match),
    "moment_span": _moment_span,
    "outcome": lambda outcome: OUTCOMES[outcome],
    "term": lambda term: TERMS[term],
    "percent": _percent,
    "program": lambda program: PROGRAMS.get(program) or en.PROGRAMS[program],
    "rate": _rate,
    "reasons": _dropped,
    "sentences": lambda facts: "。".join(str(each).removesuffix("。") for each in facts),
    "signals": lambda kinds: _listed(SIGNALS[kind] for kind in kinds),
    "signed_seconds": _signed_seconds,
    "span": _span,
    "time": en.write_time,
    "times": lambda moments: _listed(map(_zoned_time, moments)),
    "to_decide": lambda count: f" (残り {count} 件はその後に判定)" if count else "",
    "trend": lambda trend: TRENDS.get(trend, trend),
}
"""How Japanese writes a value, where it differs from English: the word behind a colon in the sentences -> the text."""
