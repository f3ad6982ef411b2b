# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the registrars of an example election do (election.sh): halves and codes before it is sealed, and changes
# afterwards.

# Every registrar has a separate folder, as if on a separate machine, and the same private list.
register() {
    local i
    quietly evote-credentials list "$record" --voters "$data/voters.csv" --out "$out/list.csv"
    mkdir -p "$out/voters"
    for i in $(seq "$registrars"); do
        mkdir -p "$out/registrar-$i/election"
        cp "$record/manifest.json" "$out/registrar-$i/election/"
        cp "$out/list.csv" "$out/registrar-$i/"
        (umask 077 && head -c 24 /dev/urandom | base64 >"$out/registrar-$i/passphrase")
        evote-credentials halves "$out/registrar-$i/election" --list "$out/registrar-$i/list.csv" \
            --registrar "$i" --name "Registrar $i" --secret "$out/registrar-$i/secret.age" \
            --passphrase-file "$out/registrar-$i/passphrase" --codes "$out/registrar-$i/codes.csv" --plain \
            --json >"$out/registrar-$i/halves.json" 2>"$out/registrar-$i/halves.txt" || {
            cat "$out/registrar-$i/halves.txt" >&2
            fail "registrar $i could not make halves"
        }
        mkdir -p "$record/registrars"
        cp "$out/registrar-$i/election/registrars/$i".* "$record/registrars/"
        hand_out_codes "$i" "$out/registrar-$i/codes.csv"
    done
    quietly evote-credentials roll "$record"
}

# Every voter's code of a registrar goes to a separate file, as if by letter.
hand_out_codes() { # registrar codes
    (umask 077 && awk -F, -v folder="$out/voters" -v registrar="$1" \
        'NR > 1 { file = folder "/" $2 ".code-" registrar; print $3 > file; close(file) }' "$2")
}

# Prints the options with which the registrars are named.
name_registrars() {
    local i
    for i in $(seq "$registrars"); do
        printf -- '--registrar\n%s\n' "$(grep -oP '"key":"\K[^"]+' "$out/registrar-$i/halves.json")"
    done
}

number_of() { # voter
    awk -F, -v voter="$1" '$2 == voter { print $1 }' "$out/list.csv"
}

# Both registrars add what they can until the change is complete.
sign_change() { # voter (replace, revoke) reason
    local voter=$1 action=$2 reason=$3 number i codes=()
    number=$(number_of "$voter")
    for i in 1 2 1; do
        [ "$action" = revoke ] || codes=(--codes "$out/registrar-$i/$voter.csv" --plain)
        [ ! -e "$out/registrar-$i/$voter.csv" ] || codes=()
        quietly evote-credentials change "$record" "$out/$voter.change" --secret "$out/registrar-$i/secret.age" \
            --passphrase-file "$out/registrar-$i/passphrase" --number "$number" "--$action" --reason "$reason" \
            --list "$out/registrar-$i/list.csv" --yes "${codes[@]}" "${anchor[@]}"
        [ "$action$i" != revoke2 ] || break # signed by both
    done
}

append_change() { # voter
    quietly evote-board append "$record" "$out/$1.change" --key "$out/board/board.key" "${anchor[@]}"
}

change_voter() { # voter (replace, revoke) reason
    local i
    sign_change "$@"
    append_change "$1"
    for i in $(seq "$registrars"); do
        [ "$2" = revoke ] || hand_out_codes "$i" "$out/registrar-$i/$1.csv"
    done
}

# Prints the options with which a voter votes.
code_options() { # voter
    local i
    for i in $(seq "$registrars"); do printf -- '--code-file\n%s\n' "$out/voters/$1.code-$i"; done
}

lose_letters() {
    [ -z "$lost" ] || {
        change_voter "$lost" replace "letters lost; passport shown"
        say "$lost lost the letters and got new codes from both registrars"
    }
}

# A thief votes with the stolen codes after the voter, who notices, gets new codes and votes on day 2.
steal_codes() {
    [ -z "$stolen" ] || {
        local codes
        mapfile -t codes < <(code_options "$stolen")
        quietly evote-cast vote "$record" "${codes[@]}" --choices "$out/voters/$stolen.choices" \
            --out "$out/thief.ballot" "${anchor[@]}"
        quietly evote-board append "$record" "$out/thief.ballot" --key "$out/board/board.key" "${anchor[@]}"
        change_voter "$stolen" replace "codes stolen; passport shown"
        say "$stolen had the codes stolen, saw a foreign vote and got new codes from both registrars"
    }
}

take_out_the_dead() {
    [ -z "$died" ] || {
        change_voter "$died" revoke "entry of death in the register"
        say "$died died after voting; both registrars revoked the credential"
    }
}
