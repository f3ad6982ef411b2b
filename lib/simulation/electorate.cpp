// SPDX-License-Identifier: Apache-2.0
#include "simulation/electorate.h"

#include "ballot/code.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "group/batch.h"

#include <algorithm>

namespace evote::simulation {

namespace {

using G = group::Ristretto255;

std::uint64_t first_number(const Digest64& digest) {
    return *ByteCursor(digest).take_u64();
}

ballot::CodeBytes code_from(const Digest64& digest) {
    ballot::CodeBytes code;
    std::copy_n(digest.begin(), code.expose().size(), code.expose().begin());
    return code;
}

} // namespace

Electorate::Electorate(protocol::Manifest manifest, std::string seed, std::uint64_t voters,
                       bool weights)
    : manifest_(std::move(manifest)), seed_(std::move(seed)) {
    voters_.resize(voters);
    const group::FixedBase<G> generator(G::generator());
    const G::Scalar half = G::Scalar::from_u64(2).invert();
    constexpr std::size_t batch = 1024;
    std::vector<G::Scalar> secrets(batch);
    std::vector<G::Element> halves(batch);
    Bytes encodings(batch * 32);
    for (std::size_t begin = 0; begin < voters; begin += batch) {
        const std::size_t count = std::min<std::size_t>(batch, voters - begin);
        for (std::size_t i = 0; i < count; ++i) {
            auto& voter = voters_[begin + i];
            voter.number = static_cast<std::uint32_t>(begin + i);
            voter.district =
                static_cast<std::uint16_t>(voter.number % manifest_.districts().size());
            if (weights)
                voter.weight_less_one = static_cast<std::uint32_t>(
                    first_number(derive("weight", voter.number, 0, 0)) % 5);
            const auto wide = ballot::credential_secret_wide(
                manifest_.hash(), code_from(derive("code", voter.number, 0, 0)));
            secrets[i] = G::Scalar::from_uniform(wide.expose()) * half;
        }
        generator.mul_batch(std::span(secrets).first(count), std::span(halves).first(count));
        group::encode_doubles_batch<G>(std::span<const G::Element>(halves).first(count),
                                       MutableByteView(encodings).first(count * 32));
        for (std::size_t i = 0; i < count; ++i)
            std::copy_n(encodings.begin() + static_cast<std::ptrdiff_t>(i * 32), 32,
                        voters_[begin + i].credential.begin());
    }
    std::ranges::sort(voters_, {}, &SimulatedVoter::credential);
}

Digest64 Electorate::derive(std::string_view what, std::uint64_t a, std::uint64_t b,
                            std::uint64_t c) const {
    Bytes numbers;
    for (const auto number : {a, b, c})
        append_u64(numbers, number);
    return crypto::tagged_hash("simulation/voter", {bytes_of(what), numbers, bytes_of(seed_)});
}

Bytes Electorate::roll() const {
    Bytes out;
    protocol::append_roll_header(out);
    for (const auto& voter : voters_)
        protocol::append_roll_row(out, {voter.credential, voter.weight_less_one, voter.district},
                                  manifest_);
    return out;
}

ballot::Credential Electorate::credential(const SimulatedVoter& voter) const {
    const auto wide = ballot::credential_secret_wide(manifest_.hash(),
                                                     code_from(derive("code", voter.number, 0, 0)));
    return {Secret(G::Scalar::from_uniform(wide.expose())), voter.credential};
}

SecretBytes Electorate::codes() const {
    SecretBytes out;
    out.append(bytes_of("voter,code\n"));
    for (std::size_t number = 0; number < voters_.size(); ++number) {
        out.append(bytes_of("voter-" + std::to_string(number + 1) + ","));
        out.append(ballot::encode_code(code_from(derive("code", number, 0, 0))).expose());
        out.append(bytes_of("\n"));
    }
    return out;
}

bool Electorate::votes_again(const SimulatedVoter& voter, unsigned percentage) const {
    return first_number(derive("again", voter.number, 0, 0)) % 100 < percentage;
}

SecretVector<std::uint8_t> Electorate::choice(const SimulatedVoter& voter, std::size_t contest,
                                              std::uint64_t round) const {
    const auto& options = manifest_.contests()[contest].options;
    const auto& first_rule = manifest_.contests()[contest].rules.front();
    const Digest64 random = derive("choice", voter.number, contest, round);
    SecretVector<std::uint8_t> selection(options.size());
    // From a random option on, as many as this rule and the other rules allow.
    const std::uint64_t start = first_number(random) % options.size();
    const auto wanted = std::min<std::int64_t>(
        first_rule.max, std::max<std::int64_t>(first_rule.min, 1 + random[8] % 3));
    std::int64_t chosen = 0;
    for (std::size_t i = 0; i < options.size() && chosen < wanted; ++i) {
        auto& option = selection.expose()[(start + i) % options.size()];
        option = 1;
        ++chosen;
        if (chosen >= first_rule.min && !manifest_.contest_bits(contest, selection)) {
            option = 0;
            --chosen;
        }
    }
    return selection;
}

std::vector<BallotJob> ballot_jobs(const Electorate& electorate, const protocol::Manifest& manifest,
                                   unsigned revotes, std::size_t size) {
    std::vector<BallotJob> jobs;
    for (std::uint64_t round = 0; round < (revotes == 0 ? 1U : 2U); ++round) {
        std::vector<BallotJob> open(manifest.districts().size());
        const auto finish = [&](std::size_t district) {
            if (!open[district].voters.empty())
                jobs.push_back({district, round, std::move(open[district].voters)});
            open[district].voters.clear();
        };
        for (const auto& voter : electorate.voters()) {
            if (round == 1 && !electorate.votes_again(voter, revotes))
                continue;
            auto& voters = open[voter.district].voters;
            voters.push_back(&voter);
            if (voters.size() == size)
                finish(voter.district);
        }
        for (std::size_t district = 0; district < open.size(); ++district)
            finish(district);
    }
    return jobs;
}

std::vector<Bytes> make_ballots(const Electorate& electorate, const protocol::Election& election,
                                ballot::Maker& maker, const BallotJob& job) {
    const auto& manifest = election.manifest();
    std::vector<ballot::Credential> credentials;
    std::vector<const ballot::Credential*> pointers;
    std::vector<ballot::BallotRequest> requests;
    credentials.reserve(job.voters.size());
    for (const auto* voter : job.voters) {
        credentials.push_back(electorate.credential(*voter));
        pointers.push_back(&credentials.back());
        ballot::BallotRequest request{pointers.back(), job.round, {}};
        for (const auto contest : manifest.districts()[job.district].contests) {
            const auto bits =
                manifest.contest_bits(contest, electorate.choice(*voter, contest, job.round));
            EVOTE_CHECK(bits.has_value());
            request.bits.append(bits->expose());
        }
        requests.push_back(std::move(request));
    }
    return maker.cast(maker.prepare(job.district, requests), pointers);
}

} // namespace evote::simulation
