// SPDX-License-Identifier: Apache-2.0
// Attacks by ballots that must not count. The board takes them all, signs its log, and everybody
// counts the others.
#include "ballot/parts.h"
#include "evote/check.h"
#include "simulation/attack.h"
#include "simulation/forged_ballot.h"

#include <algorithm>
#include <functional>

namespace evote::simulation {

namespace {

using G = group::Ristretto255;
using ballot::Field;

// An entry of the log that is a ballot, and who made it.
struct Voted {
    Bytes ballot;
    ballot::Header header;
    const SimulatedVoter* voter;
};

Voted voted(const Attacker& attacker, const Bytes& entry) {
    const auto header = ballot::read_header(entry);
    EVOTE_CHECK(header.has_value());
    const auto voter = std::ranges::find(attacker.electorate().voters(), header->credential,
                                         &SimulatedVoter::credential);
    return {entry, *header, &*voter};
}

const ballot::Layout& layout_of(const Attacker& attacker, const Voted& voted) {
    return attacker.election().layout(voted.header.district);
}

G::Scalar secret_of(const Attacker& attacker, const Voted& voted) {
    return attacker.electorate().credential(*voted.voter).secret.expose();
}

// What a ballot of the voter is made of.
ballot::BallotRequest request_of(const Attacker& attacker, const Voted& voted,
                                 const ballot::Credential& credential, std::uint64_t counter) {
    const auto& manifest = attacker.manifest();
    ballot::BallotRequest out{&credential, counter, {}};
    for (const auto contest : manifest.districts()[voted.header.district].contests) {
        const auto bits =
            manifest.contest_bits(contest, attacker.electorate().choice(*voted.voter, contest, 0));
        EVOTE_CHECK(bits.has_value());
        out.bits.append(bits->expose());
    }
    return out;
}

// A ballot of the voter, made as voters make them.
Bytes made(const Attacker& attacker, const ballot::Parameters& parameters, const Voted& voted,
           std::uint64_t counter) {
    const auto credential = attacker.electorate().credential(*voted.voter);
    ballot::Maker maker(parameters, attacker.random());
    std::vector<ballot::BallotRequest> requests;
    requests.push_back(request_of(attacker, voted, credential, counter));
    const ballot::Credential* const credentials[] = {&credential};
    return maker.cast(maker.prepare(voted.header.district, requests), credentials).front();
}

// How many ballots of the voter there are.
std::uint64_t ballots_of(const Voted& voted, std::span<const Bytes> entries) {
    const auto of_voter = [&](const Bytes& entry) {
        const auto header = ballot::read_header(entry);
        return header && header->credential == voted.header.credential;
    };
    return static_cast<std::uint64_t>(std::ranges::count_if(entries, of_voter));
}

// What the voter chose, to be changed and proved by hand.
ForgedBallot forged(const Attacker& attacker, const Voted& voted) {
    const auto credential = attacker.electorate().credential(*voted.voter);
    ForgedBallot out{layout_of(attacker, voted),
                     attacker.election().keys().keys(),
                     ballot::write_header(attacker.election().fingerprint(), voted.header),
                     credential.secret.expose(),
                     {}};
    const auto request = request_of(attacker, voted, credential, 0);
    for (const auto bit : request.bits.expose())
        out.votes.push_back(scalar_of(bit));
    return out;
}

// A thousand votes for one option, made up for by another that all rules treat alike.
Outcome add_thousand(const Attacker& attacker, const Voted& voted, ForgedBallot& ballot) {
    for (const auto& part : layout_of(attacker, voted).shape().contests())
        for (std::size_t i = 0; i + 1 < part.shape->options; ++i) {
            const bool alike = std::ranges::all_of(part.shape->rules, [&](const auto& rule) {
                return rule.coefficients[i] == rule.coefficients[i + 1];
            });
            if (!alike)
                continue;
            auto& votes = ballot.votes;
            votes[part.bit + i] = votes[part.bit + i] + scalar_of(1000);
            votes[part.bit + i + 1] = votes[part.bit + i + 1] - scalar_of(1000);
            return {};
        }
    return not_possible(msg("this attack needs two options that all rules treat alike"));
}

// Puts another ballot in place of the first one.
Outcome replace_first(Attacker& attacker,
                      const std::function<Result<Bytes>(const Voted&)>& replacement) {
    EVOTE_TRY(auto entries, attacker.entries());
    EVOTE_TRY(entries.front(), replacement(voted(attacker, entries.front())));
    return attacker.sign_and_count(entries);
}

// The last ballot of another voter of the same district.
Result<Bytes*> last_of_district(const Attacker& attacker, const Voted& first,
                                std::vector<Bytes>& entries) {
    for (auto entry = entries.rbegin() + 1; entry != entries.rend(); ++entry) {
        const Voted other = voted(attacker, *entry);
        if (other.header.district == first.header.district && other.voter != first.voter)
            return &*entry;
    }
    return fail(ErrorCode::usage, msg("this attack needs two voters in one district"));
}

// Puts a ballot before the closing entry.
Outcome add_last(Attacker& attacker, const std::function<Bytes(const Voted&)>& more) {
    EVOTE_TRY(auto entries, attacker.entries());
    Bytes ballot = more(voted(attacker, entries.front()));
    entries.insert(entries.end() - 1, std::move(ballot));
    return attacker.sign_and_count(entries);
}

} // namespace

Outcome challenge_of_too_little(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        ForgedBallot ballot = forged(attacker, voted);
        EVOTE_TRY_VOID(add_thousand(attacker, voted, ballot));
        ballot.commitments = Commitments::after_it;
        return ballot.make(attacker.random());
    });
}

Outcome votes_by_the_thousand(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        ForgedBallot ballot = forged(attacker, voted);
        EVOTE_TRY_VOID(add_thousand(attacker, voted, ballot));
        return ballot.make(attacker.random());
    });
}

// All bits are 0 or 1, and one option is chosen more or less than the rule allows.
Outcome rule_broken(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        ForgedBallot ballot = forged(attacker, voted);
        ballot.votes.front() = scalar_of(1) - ballot.votes.front();
        return ballot.make(attacker.random());
    });
}

Outcome other_keys(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        ForgedBallot ballot = forged(attacker, voted);
        std::vector<G::Element> keys;
        for (std::size_t i = 0; i < ballot.keys.size(); ++i)
            keys.push_back(G::mul_generator(random_scalar(attacker.random())));
        ballot.keys = keys;
        return ballot.make(attacker.random());
    });
}

// y = -1, the point of order 2, as alpha.
Outcome point_of_small_order(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        Bytes ballot = voted.ballot;
        const auto alpha = item_of(ballot, layout_of(attacker, voted), Field::cipher);
        std::ranges::fill(alpha, std::uint8_t{0xff});
        alpha.front() = 0xec;
        alpha.back() = 0x7f;
        return ballot;
    });
}

// z and the order: the same number, otherwise written.
Outcome scalar_above_the_order(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        Bytes ballot = voted.ballot;
        auto order = (-G::Scalar::from_u64(1)).encode();
        ++order[0];
        unsigned carry = 0;
        const auto z = item_of(ballot, layout_of(attacker, voted), Field::response);
        for (std::size_t i = 0; i < z.size(); ++i) {
            carry += unsigned{z[i]} + order[i];
            z[i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        return ballot;
    });
}

// The last voter of the district votes as the first one did, without knowing how.
Outcome ballot_copied(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    const Voted first = voted(attacker, entries.front());
    EVOTE_TRY(Bytes* const entry, last_of_district(attacker, first, entries));
    const Voted copier = voted(attacker, *entry);
    const auto& layout = layout_of(attacker, first);
    Bytes ballot = first.ballot;
    std::ranges::copy(copier.header.credential, item_of(ballot, layout, Field::credential).begin());
    prove_credential_again(ballot, layout, secret_of(attacker, copier), attacker.random());
    *entry = std::move(ballot);
    return attacker.sign_and_count(entries);
}

Outcome ballot_randomised_again(Attacker& attacker) {
    return replace_first(attacker, [&](const Voted& voted) -> Result<Bytes> {
        Bytes ballot = voted.ballot;
        const auto& layout = layout_of(attacker, voted);
        const auto more = random_scalar(attacker.random());
        const auto& part = layout.shape().contests().front();
        for (std::size_t i = 0; i <= part.shape->bits; ++i) {
            const auto item = MutableByteView(ballot).subspan(
                layout.begin_of(ballot::Part::cipher) + i * ballot::item_size, ballot::item_size);
            const auto old = G::Element::decode(item);
            EVOTE_CHECK(old.has_value());
            const auto base = i == 0 ? G::generator() : attacker.election().keys().keys()[i - 1];
            std::ranges::copy((*old + more * base).encode(), item.begin());
        }
        prove_credential_again(ballot, layout, secret_of(attacker, voted), attacker.random());
        return ballot;
    });
}

// Two voters whose devices drew the same.
Outcome randomness_twice(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    const Voted first = voted(attacker, entries.front());
    EVOTE_TRY(Bytes* const entry, last_of_district(attacker, first, entries));
    const Voted second = voted(attacker, *entry);
    ForgedBallot ballot = forged(attacker, first);
    for (std::size_t i = 0; i < ballot.layout.shape().contests().size(); ++i)
        ballot.randomness.push_back(random_scalar(attacker.random()));
    ForgedBallot other = forged(attacker, second);
    other.randomness = ballot.randomness;
    entries.front() = ballot.make(attacker.random());
    *entry = other.make(attacker.random());
    return attacker.sign_and_count(entries);
}

Outcome same_ballot_twice(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    const Bytes ballot = entries.front();
    entries.insert(entries.begin() + 1, ballot);
    return attacker.sign_and_count(entries);
}

// Somebody who has a credential of their own making.
Outcome ballot_of_nobody(Attacker& attacker) {
    return add_last(attacker, [&](const Voted& voted) {
        ForgedBallot ballot = forged(attacker, voted);
        ballot.credential = random_scalar(attacker.random());
        auto header = voted.header;
        header.credential = G::mul_generator(ballot.credential).encode();
        header.counter = 0;
        ballot.header = ballot::write_header(attacker.election().fingerprint(), header);
        return ballot.make(attacker.random());
    });
}

// The voter changes their mind; the board has the last word.
Outcome older_ballot_again(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    const Voted first = voted(attacker, entries.front());
    Bytes second =
        made(attacker, attacker.election().parameters(), first, ballots_of(first, entries));
    entries.insert(entries.end() - 1, {std::move(second), first.ballot});
    return attacker.sign_and_count(entries);
}

Outcome ballot_after_the_end(Attacker& attacker) {
    EVOTE_TRY(auto entries, attacker.entries());
    const Voted first = voted(attacker, entries.front());
    entries.push_back(
        made(attacker, attacker.election().parameters(), first, ballots_of(first, entries)));
    return attacker.sign_log(entries);
}

Outcome ballot_of_another_election(Attacker& attacker) {
    std::vector<ballot::DistrictContests> districts;
    const auto& manifest = attacker.manifest();
    for (std::size_t i = 0; i < manifest.districts().size(); ++i) {
        auto& contests = districts.emplace_back();
        for (const auto& part : attacker.election().layout(i).shape().contests())
            contests.push_back(part.shape);
    }
    const ballot::Parameters parameters(crypto::sha256(bytes_of("another election")),
                                        attacker.election().keys().keys(), districts);
    return add_last(attacker, [&](const Voted& voted) {
        return made(attacker, parameters, voted, voted.header.counter);
    });
}

} // namespace evote::simulation
