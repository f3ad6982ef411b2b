# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the example elections share. A script sets `example` (its folder), `trustees`, `threshold`,
# `away` (numbers of the trustees who are absent at decryption) and `audits`, may set `lost`, `stolen` and
# `died` (voters), and calls start with its arguments. Two registrars each give every voter a code. Four witnesses
# sign the board's checkpoints: that bears one who is corrupt or absent, and the last one is. With --services voters
# get their codes in the `ways` of the script, see services.sh.
#
# Every trustee has a separate folder, as if on a separate machine; notes travel through OUTDIR/medium and
# are brought in with `evote-ceremony collect`. Only the public commands are used.

begin=$SECONDS
data=$example # the folder with the manifest, the voters and their choices
registrars=2
witnesses=4
quorum=3
lost=
stolen=
died=

# shellcheck source=registrars.sh
. "$(dirname "${BASH_SOURCE[0]}")/registrars.sh"

say() { printf '[%3d s] %s\n' $((SECONDS - begin)) "$*"; }

fail() {
    printf 'evote example: %s\n' "$*" >&2
    exit 1
}

# Runs a command quietly; shows its output if it fails.
quietly() {
    local said status=0
    said=$("$@" 2>&1) || status=$?
    if [ $status -ne 0 ]; then
        printf '%s\n' "$said" >&2
        fail "'$*' ended with status $status"
    fi
}

find_tools() {
    local bin=${EVOTE_BIN:-$example/../../build/release/tools}
    [ -x "$bin/evote-verify" ] || bin=$(dirname "$(command -v evote-verify || echo missing/x)")
    [ -x "$bin/evote-verify" ] || fail "evote is not built: run scripts/quickstart, or set EVOTE_BIN"
    PATH=$(cd "$bin" && pwd):$PATH
}

# Does something for each trustee, by number; as many at a time as there are processors, because
# each would have a separate machine.
each_trustee() {
    local i running=0
    for i in $(seq "$trustees"); do
        if [ "$running" -eq "$(nproc)" ]; then one_is_done; else running=$((running + 1)); fi
        "$@" "$i" &
    done
    for (( ; running > 0; --running)); do one_is_done; done
}

one_is_done() {
    wait -n || {
        wait
        exit 1
    }
}

secret_options() { printf -- '--secret\n%s\n--passphrase-file\n%s\n' "$out/trustee-$1/secret.age" "$out/trustee-$1/passphrase"; }

as_trustee() { # tool command number [more]
    local tool=$1 command=$2 i=$3
    shift 3
    local secret
    mapfile -t secret < <(secret_options "$i")
    quietly "$tool" "$command" "$out/trustee-$i/election" "${secret[@]}" "$@"
}

# One round: every trustee writes a note; the notes go to everybody through the medium.
round() { # name number
    cp "$out/trustee-$2/election/ceremony/$1-$2.note" "$out/medium/"
}

bring_notes() {
    local i
    for i in $(seq "$trustees"); do
        quietly evote-ceremony collect "$out/trustee-$i/election" "$out/medium"
    done
    quietly evote-ceremony collect "$record" "$out/medium"
}

new_trustee() {
    mkdir -p "$out/trustee-$1/election"
    cp "$data/manifest.json" "$out/trustee-$1/election/"
    (umask 077 && head -c 24 /dev/urandom | base64 >"$out/trustee-$1/passphrase")
    as_trustee evote-ceremony join "$1" --trustee "$1" --name "Trustee $1"
    round join "$1"
}

deal() {
    as_trustee evote-ceremony deal "$1"
    round deal "$1"
}

check() {
    as_trustee evote-ceremony check "$1"
    round check "$1"
}

# A trustee computes the same keys from the notes before sealing.
seal() {
    quietly evote-ceremony finish "$out/trustee-$1/election"
    cmp -s "$out/trustee-$1/election/keys.json" "$record/keys.json" || fail "trustee $1 has other keys"
    cp -r "$record"/{roll.csv,registrars,board.json,election.json} "$out/trustee-$1/election/"
    as_trustee evote-ceremony seal "$1" --yes "${anchor[@]}"
    round seal "$1"
}

ceremony() {
    mkdir -p "$record" "$out/medium"
    cp "$data/manifest.json" "$record/"
    quietly evote-setup check "$record"
    each_trustee new_trustee
    bring_notes
    each_trustee deal
    bring_notes
    each_trustee check
    bring_notes
    quietly evote-ceremony finish "$record"
}

# Prints the options with which the witnesses are named.
name_witnesses() {
    local i key
    for i in $(seq "$witnesses"); do
        mkdir -p "$out/witness-$i"
        key=$(evote-board witness-key "witness.example/$i" --key "$out/witness-$i/witness.key")
        printf -- '--witness\n%s\n' "$key"
    done
    printf -- '--quorum\n%s\n' "$quorum"
}

# These witnesses sign copies of the record, which the board collects.
cosign() { # number...
    local i
    for i in "$@"; do
        rm -rf "$out/witness-$i/election"
        cp -a "$record" "$out/witness-$i/election"
        quietly evote-board cosign "$out/witness-$i/election" --key "$out/witness-$i/witness.key" \
            --state "$out/witness-$i/state" "${anchor[@]}"
        quietly evote-board collect "$record" "$out/witness-$i/election"
    done
}

# The ballots of one day: choices.csv has voter,day,option.
write_choices() { # day
    awk -F, -v day="$1" -v folder="$out/voters" '
        NR == FNR { contest[$1] = "council-" $2; next }
        FNR > 1 && $2 == day {
            file = folder "/" $1 ".choices"
            print contest[$1] ": " $3 > file
            close(file)
            print $1
        }' "$data/voters.csv" "$data/choices.csv" >"$out/day-$1.txt"
}

cast_day() { # day
    write_choices "$1"
    mkdir -p "$out/ballots-$1"
    xargs -P "$(nproc)" -I '{}' evote-cast vote "$record" --code-file "$out/voters/{}.code-1" \
        --code-file "$out/voters/{}.code-2" --choices "$out/voters/{}.choices" --out "$out/ballots-$1/{}.ballot" "${anchor[@]}" \
        <"$out/day-$1.txt" >"$out/casting.txt" 2>&1 || {
        tail -n 5 "$out/casting.txt" >&2
        fail "a voter could not cast a ballot"
    }
    rm "$out/casting.txt"
    quietly evote-board append "$record" "$out/ballots-$1" --key "$out/board/board.key" \
        --receipts "$out/receipts" "${anchor[@]}"
    say "day $1: $(wc -l <"$out/day-$1.txt") ballots cast and on the board"
}

# Some voters have a prepared ballot opened before they vote: it shows what the machine encrypted.
audit_some() { # how many
    local voter tracker codes
    write_choices 1
    for voter in $(head -n "$1" "$out/day-1.txt"); do
        mapfile -t codes < <(code_options "$voter")
        tracker=$(evote-cast prepare "$record" "${codes[@]}" --choices "$out/voters/$voter.choices" \
            --state "$out/voters/$voter.state" "${anchor[@]}" |
            grep -oE -m 1 '[0-9a-f]{64}') || fail "voter $voter could not prepare a ballot"
        quietly evote-cast audit --state "$out/voters/$voter.state" --out "$out/voters/$voter.opening" \
            "${anchor[@]}"
        quietly evote-verify opening "$record" "$out/voters/$voter.opening" --tracker "$tracker" \
            "${anchor[@]}"
    done
    say "$1 voters had a ballot opened instead of cast, and found what they had chosen"
}

check_some_receipts() { # how many
    local receipt
    find "$out/receipts" -type f | sort >"$out/receipts.txt"
    [ -s "$out/receipts.txt" ] || fail "there are no receipts"
    while read -r receipt; do
        quietly evote-board check-receipt "$record" "$receipt" "${anchor[@]}"
    done < <(head -n "$1" "$out/receipts.txt")
    say "$1 voters checked their receipts against the closed log"
}

# A trustee copies the record to their machine, checks it all there and decrypts the sum.
decrypt() { # number
    if is_away "$1"; then
        say "trustee $1 is away"
        return
    fi
    rm -rf "$out/trustee-$1/election"
    cp -a "$record" "$out/trustee-$1/election"
    as_trustee evote-decrypt share "$1" --yes "${anchor[@]}"
    say "trustee $1 verified the log and decrypted the sum"
}

is_away() {
    case " $away " in
    *" $1 "*) return 0 ;;
    *) return 1 ;;
    esac
}

bring_decryptions() {
    local i
    for i in $(seq "$trustees"); do
        is_away "$i" || quietly evote-board collect "$record" "$out/trustee-$i/election"
    done
}

# The totals must be those of choices.csv: the last choice of every voter counts, but of who died.
compare_with_choices() {
    awk -F, -v died="$died" '
        FILENAME == ARGV[1] { district[$1] = $2; next }
        FNR > 1 && $2 >= day[$1] { day[$1] = $2; choice[$1] = $3 }
        END { for (v in choice) if (v != died) n["council-" district[v] "," choice[v]]++
              for (k in n) print k "," n[k] }' "$data/voters.csv" "$data/choices.csv" |
        sort >"$out/expected.txt"
    grep -oE '"id":"[^"]*","totals":\{[^}]*\}' "$record/result.json" |
        sed -E 's/"id":"([^"]*)","totals":\{(.*)\}/\1 \2/' |
        while read -r contest totals; do
            tr ',' '\n' <<<"$totals" | sed -E "s/\"([^\"]*)\":([0-9]+)/$contest,\1,\2/" | grep -v ',0$'
        done | sort >"$out/counted.txt"
    cmp -s "$out/expected.txt" "$out/counted.txt" || {
        diff "$out/expected.txt" "$out/counted.txt" >&2 || true
        fail "the totals differ from the choices"
    }
    say "the totals are those of choices.csv, where the last choice of every voter counts"
}

# Nothing here: services.sh has services.
open_services() { :; }
close_services() { :; }

start() { # [--services] [outdir [voters]]
    if [ "${1:-}" = --services ]; then
        # shellcheck source=services.sh
        . "$(dirname "${BASH_SOURCE[0]}")/services.sh"
        run_services "${2:-$(mktemp -d)}" "${3:-20}"
    else
        run_election "${1:-$(mktemp -d)}"
    fi
}

run_election() { # outdir
    mkdir -p "$1"
    out=$(cd "$1" && pwd)
    record=$out/record
    [ ! -e "$record" ] || fail "$record exists already; choose another folder"
    find_tools
    mkdir -p "$out/board"

    ceremony
    say "key ceremony: $trustees trustees, any $threshold of them can decrypt"
    register
    say "$registrars registrars made a code each for $(($(wc -l <"$data/voters.csv") - 1)) voters"
    mapfile -t policy < <(name_registrars && name_witnesses)
    quietly evote-setup seal "$record" --key "$out/board/board.key" "${policy[@]}"
    fingerprint=$(grep -oE '"fingerprint":"[0-9a-f]{64}"' "$record/election.json" | cut -d'"' -f4)
    anchor=(--fingerprint "$fingerprint") # as if heard when it was announced
    each_trustee seal
    quietly evote-ceremony collect "$record" "$out/medium"
    say "sealed; fingerprint $fingerprint"
    open_services

    audit_some "$audits"
    lose_letters
    cast_day 1
    steal_codes
    cosign 1 2 3 4
    cp -a "$record" "$out/day-1"
    cast_day 2
    take_out_the_dead
    quietly evote-board close "$record" --key "$out/board/board.key" --yes "${anchor[@]}"
    say "the box is closed"
    close_services
    cosign 1 2 3
    say "$quorum of $witnesses witnesses signed the final checkpoint"
    check_some_receipts 5

    quietly evote-aggregate "$record" "${anchor[@]}"
    say "all ballots verified and added up, still encrypted"
    each_trustee decrypt
    bring_decryptions
    evote-decrypt combine "$record" "${anchor[@]}" >"$out/totals.txt"
    compare_with_choices
    evote-verify "$record" "${anchor[@]}" --since "$out/day-1" >"$out/verification.txt" || {
        cat "$out/verification.txt" >&2
        fail "the record does not verify"
    }
    say "the whole record verifies: $out/verification.txt"

    printf '\n'
    cat "$out/totals.txt"
    printf '\nThe record: %s\nVerify it again: %s %s --fingerprint %s\n' "$record" \
        "$(command -v evote-verify)" "$record" "$fingerprint"
}
