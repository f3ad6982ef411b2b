# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An example election (election.sh) with some of its voters, who get their codes as they really would. `ways` says for
# each registrar how:
#   provider   they sign in at the registrar's service by OpenID Connect
#   clerk      a clerk sees person and document and makes a ticket, which the service takes
#   letter     by post
# Changes are asked for at registrar 1, if it has a service where voters sign in.
#
# Each registrar with a service has an identity provider of its own: a real one, but the one of the tests, which signs
# in whoever is named. Browsers are curl with a folder of cookies. Everything is on this machine, over TLS, with
# certificates that are made here.

languages=(ky ru en)
page_to_vote=https://vote.example.kg
hotline="0312 00 00 00"

# --- Services ---

run_services() { # outdir voters of each district
    local needed
    provider=$example/../../tests/identity/provider
    for needed in node curl openssl "$provider/node_modules"; do
        [ -d "$needed" ] || command -v "$needed" >/dev/null || {
            say "NOT CHECKED: $needed is missing: run scripts/install-packages"
            exit 77
        }
    done
    umask 077
    trap end_programs EXIT
    take_voters "$1" "$2"
    run_election "$1"
}

take_voters() { # outdir voters
    data=$1/data
    mkdir -p "$data"
    cp "$example/manifest.json" "$data/"
    awk -F, -v most="$2" 'NR == 1 || ++n[$2] <= most' "$example/voters.csv" >"$data/voters.csv"
    awk -F, 'NR == FNR { known[$1]; next } FNR == 1 || $1 in known' "$data/voters.csv" "$example/choices.csv" \
        >"$data/choices.csv"
}

programs=() # which run in the background
end_programs() {
    [ ${#programs[@]} -eq 0 ] || kill "${programs[@]}" 2>/dev/null || true
    programs=()
}

# Waits until a program says what it says when it is ready.
wait_for() { # pid file words
    until grep -qs "$3" "$2"; do
        kill -0 "$1" 2>/dev/null || fail "what should serve has ended: $(cat "$2")"
        sleep 0.1
    done
}

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

open_services() {
    local i
    mkdir -p "$out/browsers"
    for i in $(seq "$registrars"); do
        case ${ways[i - 1]} in
        letter) print_letters "$i" codes ;;
        *) open_service "$i" ;;
        esac
    done
    get_all_codes
}

open_service() { # registrar
    local folder=$out/registrar-$1 port
    port=$(free_port)
    url[$1]=https://localhost:$port
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$folder/key.pem" \
        -out "$folder/certificate.pem" -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        2>"$folder/openssl.txt" || fail "no certificate: $(cat "$folder/openssl.txt")"
    # Whom the provider knows: every voter's personal number (PIN), and a clerk.
    awk -F, 'BEGIN { print "voter,person" } NR > 1 { printf "%s,21503199%06d\n", $2, NR }' \
        "$folder/list.csv" >"$folder/persons.csv"
    open_provider "$1"
    write_config "$1" "$port" >"$folder/registrar.json"
    quietly evote-registrar new "$folder/registrar.json" --passphrase-file "$folder/passphrase"
    evote-registrar serve "$folder/registrar.json" --passphrase-file "$folder/passphrase" \
        >"$folder/log.txt" 2>&1 &
    service[$1]=$!
    programs+=($!)
    wait_for $! "$folder/log.txt" '"event":"listening"'
    say "registrar $1 serves at ${url[$1]}, where $(what_voters_do "${ways[$1 - 1]}")"
}

what_voters_do() { # way
    case $1 in
    provider) echo "voters sign in by OpenID Connect" ;;
    clerk) echo "clerks make tickets for voters whom they have seen" ;;
    esac
}

open_provider() { # registrar
    local folder=$out/registrar-$1 accounts
    mapfile -t accounts < <(awk -F, 'NR > 1 { print "--account\n" $1 ":" $2 }' "$folder/persons.csv")
    node "$provider/provider.mjs" --client registrar --redirect "${url[$1]}/callback" "${accounts[@]}" \
        --account "clerk-$1:none:clerk" >"$folder/provider.txt" 2>"$folder/provider-log.txt" &
    programs+=($!)
    wait_for $! "$folder/provider.txt" '^ready '
}

write_config() { # registrar port
    local folder=$out/registrar-$1 voters=
    [ "${ways[$1 - 1]}" != provider ] || voters='"claim": "pin", '
    cat <<END
{
  "format": "evote-registrar-config-1",
  "record": "$record", "fingerprint": "$fingerprint",
  "list": "list.csv", "secret": "secret.age", "state": "state",
  "listen": "127.0.0.1:$2", "url": "${url[$1]}", "certificate": "certificate.pem", "key": "key.pem",
  "provider": {"issuer": "$(cut -d' ' -f2 "$folder/provider.txt")", "client_id": "registrar", "scope": "openid pin roles",
               $voters"role_claim": "roles", "clerk_role": "clerk"},
  "persons": "persons.csv", "page": "$page_to_vote", "call": "$hotline",
  "limits": {"logins_per_minute": 60000, "tickets_per_minute": 60000},
  "refresh_seconds": 1
}
END
}

# Each registrar keeps who was identified when. The services' logs name nobody.
close_services() {
    local i folder
    for i in "${!service[@]}"; do
        folder=$out/registrar-$i
        kill "${service[i]}"
        wait "${service[i]}" || fail "the service of registrar $i ended badly: $(tail -n 5 "$folder/log.txt")"
        quietly evote-registrar log "$folder/state" --out "$folder/identifications.csv"
        cut -d, -f2,3 "$folder/codes.csv" | tail -n +2 | tr , '\n' >"$folder/private.txt"
        ! grep -qFf "$folder/private.txt" "$folder/log.txt" || fail "a voter or a code is in the log of registrar $i"
        say "registrar $i ended its service; $(($(wc -l <"$folder/identifications.csv") - 1)) rows say who was identified when: $folder/identifications.csv"
    done
    end_programs
}

# --- Browsers ---

# A voter's browser without cookies, in one of the languages.
new_browser() { # voter
    jar=$out/browsers/$1
    rm -f "$jar"
    language=${languages[$(number_of "$1") % 3]}
}

# Asks for a page, follows where it leads, and prints it, whatever its status; more may be options of curl.
browse() { # registrar address [more]
    local registrar=$1 address=$2
    shift 2
    curl --silent --show-error --location --cacert "$out/registrar-$registrar/certificate.pem" --cookie "$jar" \
        --cookie-jar "$jar" --header "Accept-Language: $language" "$@" "$address" || fail "no answer from $address"
}

# The value of the first field of this name in the forms of a page.
read_field() { # name
    grep -oP "name=\"$1\" value=\"\K[^\"]+" | sed -n 1p
}

# Sends a form of the service with the token that is in this page.
send() { # registrar path page [field=value...]
    local registrar=$1 path=$2 page=$3 field fields=()
    shift 3
    for field in "token=$(read_field token <<<"$page")" "lang=$language" "$@"; do
        fields+=(--data-urlencode "$field")
    done
    browse "$registrar" "${url[registrar]}$path" --header "Origin: ${url[registrar]}" "${fields[@]}"
}

# The service sends the browser to the provider, and the provider's form back to the service with who this is.
sign_in() { # registrar account path
    local form
    form=$(browse "$1" "${url[$1]}$3" --output /dev/null --write-out '%{url_effective}')
    browse "$1" "$form?name=$2"
}

# The code or the ticket on a page.
read_code() {
    grep -oP '<div class="code">\K(<span>\w+</span>)+' | sed 's|</span><span>|-|g; s|</\?span>||g'
}

# --- Codes ---

hand_out_codes() { :; } # voters get them when the services are open

get_all_codes() {
    local voters voter
    mapfile -t voters < <(awk -F, 'NR > 1 { print $1 }' "$data/choices.csv" | sort -u)
    for voter in "${voters[@]}"; do get_codes "$voter"; done
    say "${#voters[@]} voters have a code from each of $registrars registrars (${ways[*]})"
}

get_codes() { # voter
    local i
    for i in $(seq "$registrars"); do
        "get_by_${ways[i - 1]}" "$i" "$1" >"$out/voters/$1.code-$i" || fail "$1 got no code $i"
    done
}

get_by_provider() { # registrar voter
    new_browser "$2"
    sign_in "$1" "$2" /login | read_code
}

# The clerk's browser has a ticket made, which the voter's opens as its QR code says.
get_by_clerk() { # registrar voter
    local page ticket
    begin_as_clerk "$1"
    page=$(send "$1" /clerk/search "$page" "voter=$2")
    ticket=$(send "$1" /clerk/ticket "$page" "number=$(read_field number <<<"$page")" | read_code)
    new_browser "$2"
    page=$(browse "$1" "${url[$1]}/ticket?t=$ticket")
    send "$1" /ticket "$page" "ticket=$ticket" | read_code
}

# Takes the clerk's browser, which was signed in when the day began; sets `page`.
begin_as_clerk() { # registrar
    jar=$out/browsers/clerk-$1
    language=ru
    [ -e "$jar" ] || sign_in "$1" "clerk-$1" /clerk/login >/dev/null
    page=$(browse "$1" "${url[$1]}/clerk")
}

# The voter's last letter.
get_by_letter() { # registrar voter
    local letters=$out/registrar-$1/letters-$2.html
    [ -e "$letters" ] || letters=$out/registrar-$1/letters-codes.html
    tr -d '\n' <"$letters" | sed 's|</section>|\n|g' | grep "<div class=\"name\">$2</div>" | read_code
}

print_letters() { # registrar (codes, voter) [more]
    local registrar=$1 folder=$out/registrar-$1 codes=$2
    shift 2
    quietly evote-credentials letters "$record" --codes "$folder/$codes.csv" --list "$folder/list.csv" \
        --registrar "$registrar" --out "$folder/letters-$codes.html" --page "$page_to_vote" \
        --call "$hotline" "$@"
}

# --- Changes ---

# A clerk asks for the change and the registrar approves it; all registrars sign, the board takes it, and from then on
# nobody gets the old codes and nobody votes with them.
change_voter() { # voter (replace, revoke) reason
    local voter=$1 action=$2 request
    ask_for_change "$@"
    sign_change "$@"
    [ "$(get_by_provider 1 "$voter")" = "$(cat "$out/voters/$voter.code-1")" ] ||
        fail "$voter is not shown the old code before the board has the change"
    append_change "$voter"
    quietly evote-registrar decide "$out/registrar-1/state" "$request" --sent
    wait_for_log 1
    cannot_vote "$voter"
    if [ "$action" = revoke ]; then is_shown_nothing "$voter"; else get_new_codes "$voter"; fi
}

ask_for_change() { # voter (replace, revoke) reason; sets `request`
    local page state=$out/registrar-1/state
    begin_as_clerk 1
    send 1 /clerk/change "$page" "number=$(number_of "$1")" "action=$2" "reason=$3" >/dev/null
    request=$(evote-registrar requests "$state" --list "$out/registrar-1/list.csv" --json |
        grep -oP '"id":\K\d+(?=[^}]*"state":"queued")') || fail "registrar 1 sees no request"
    quietly evote-registrar decide "$state" "$request" --approve
}

# Until the service has read all of the board's log.
wait_for_log() { # registrar
    until browse "$1" "${url[$1]}/status" | grep -q "\"entries\":$(sed -n 2p "$record/board/checkpoint")}"; do
        sleep 0.1
    done
}

cannot_vote() { # voter
    local codes
    mapfile -t codes < <(code_options "$1")
    ! evote-cast vote "$record" "${codes[@]}" --choices "$out/voters/$1.choices" --out "$out/old.ballot" \
        "${anchor[@]}" --lang en >"$out/old.txt" 2>&1 || fail "$1 can vote with codes that are not valid"
    grep -q "^these codes were" "$out/old.txt" || fail "$1 cannot vote for another reason: $(cat "$out/old.txt")"
}

get_new_codes() { # voter
    local i
    for i in $(seq "$registrars"); do
        [ "${ways[i - 1]}" != letter ] || print_letters "$i" "$1" --only
    done
    get_codes "$1"
    for i in $(seq "$registrars"); do
        [ "$(cat "$out/voters/$1.code-$i")" = "$(tail -n 1 "$out/registrar-$i/$1.csv" | cut -d, -f3)" ] ||
            fail "$1 has another code $i than the new one"
    done
}

is_shown_nothing() { # voter
    local page
    new_browser "$1"
    language=en
    page=$(sign_in 1 "$1" /login)
    grep -q "You can no longer vote online" <<<"$page" || fail "$1 is not told that voting online is over"
    ! read_code <<<"$page" || fail "$1 is shown a code"
}
