// SPDX-License-Identifier: Apache-2.0
#include "portable/device_election.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "json/json.h"

#include <algorithm>

namespace evote {

using Json = nlohmann::json;

namespace {

ByteView file_of(const Json& vector, const char* name) {
    return bytes_of(vector[name].get_ref<const std::string&>());
}

template <class Named>
std::size_t place_of(const std::vector<Named>& all, const std::string& id) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.id == id; });
    EVOTE_CHECK(found != all.end());
    return static_cast<std::size_t>(found - all.begin());
}

Rule read_rule(const JsonValue& value, std::vector<std::int64_t> coefficients) {
    constexpr std::int64_t most = 1 << 16;
    return {std::move(coefficients), value.member("min").integer(-most, most),
            value.member("max").integer(-most, most)};
}

DeviceContest read_contest(const JsonValue& value) {
    DeviceContest contest{value.member("id").string(), {}, {}};
    for (const auto& option : value.member("options").elements())
        contest.options.push_back(option.member("id").string());
    const std::size_t options = contest.options.size();
    contest.rules.push_back(read_rule(value, std::vector<std::int64_t>(options, 1)));
    if (const auto rules = value.optional_member("rules"))
        for (const auto& rule : rules->elements()) {
            std::vector<std::int64_t> coefficients(options);
            for (const auto& [id, coefficient] : rule.member("coefficients").members())
                for (std::size_t i = 0; i < options; ++i)
                    if (contest.options[i] == id)
                        coefficients[i] = coefficient.integer(-(1 << 16), 1 << 16);
            contest.rules.push_back(read_rule(rule, std::move(coefficients)));
        }
    return contest;
}

std::vector<DeviceContest> read_contests(ByteView manifest) {
    const JsonDocument document = *JsonDocument::parse(manifest);
    std::vector<DeviceContest> contests;
    for (const auto& contest : document.root().member("contests").elements())
        contests.push_back(read_contest(contest));
    document.finish().value();
    return contests;
}

std::vector<DeviceDistrict> read_districts(ByteView manifest,
                                           const std::vector<DeviceContest>& contests) {
    const JsonDocument document = *JsonDocument::parse(manifest);
    std::vector<DeviceDistrict> districts;
    for (const auto& value : document.root().member("districts").elements()) {
        DeviceDistrict district{value.member("id").string(), {}};
        for (const auto& contest : value.member("contests").elements())
            district.contests.push_back(place_of(contests, contest.string()));
        districts.push_back(std::move(district));
    }
    document.finish().value();
    return districts;
}

std::map<ByteArray<32>, std::size_t> read_roll(std::string_view text,
                                               const std::vector<DeviceDistrict>& districts) {
    std::map<ByteArray<32>, std::size_t> roll;
    auto lines = split(text, '\n');
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        const auto fields = split(lines[i], ',');
        roll[hex_decode_array<32>(fields[0]).value()] = place_of(districts, std::string(fields[1]));
    }
    return roll;
}

Parameters read_parameters(const Json& vector, const std::vector<DeviceContest>& contests,
                           const std::vector<DeviceDistrict>& districts) {
    const JsonDocument document = *JsonDocument::parse(file_of(vector, "keys.json"));
    std::vector<Ristretto255::Element> keys;
    for (const auto& key : document.root().member("keys").elements())
        keys.push_back(Ristretto255::Element::decode(key.hex(32)).value());
    document.finish().value();
    DistrictContests shapes;
    for (const auto& contest : contests)
        shapes.push_back(
            std::make_shared<ContestShape>(compile_contest(contest.options.size(), contest.rules)));
    std::vector<DistrictContests> of_districts;
    for (const auto& district : districts) {
        auto& own = of_districts.emplace_back();
        for (const std::size_t contest : district.contests)
            own.push_back(shapes[contest]);
    }
    const auto fingerprint = hex_decode_array<32>(vector["fingerprint"].get<std::string>());
    return Parameters(fingerprint.value(), keys, of_districts);
}

} // namespace

DeviceElection::DeviceElection(const Json& vector)
    : manifest_hash_(sha256(file_of(vector, "manifest.json"))),
      contests_(read_contests(file_of(vector, "manifest.json"))),
      districts_(read_districts(file_of(vector, "manifest.json"), contests_)),
      roll_(read_roll(text_of(file_of(vector, "roll.csv")), districts_)),
      parameters_(read_parameters(vector, contests_, districts_)) {}

std::size_t DeviceElection::district_of(const Json& ballot) const {
    return place_of(districts_, ballot["district"].get<std::string>());
}

BallotBits DeviceElection::bits_of(const Json& ballot) const {
    BallotBits all;
    for (const std::size_t index : districts_[district_of(ballot)].contests) {
        const DeviceContest& contest = contests_[index];
        std::vector<std::uint8_t> selection;
        const auto chosen = ballot["selections"][contest.id].get<std::vector<std::string>>();
        for (const auto& option : contest.options)
            selection.push_back(std::find(chosen.begin(), chosen.end(), option) != chosen.end());
        BallotBits bits(count_bits(contest.options.size(), contest.rules));
        EVOTE_CHECK(!fill_bits(contest.rules, selection, bits.expose()));
        all.append(bits.expose());
    }
    return all;
}

Credential DeviceElection::credential_of(const Json& ballot) const {
    const auto code = *decode_code(ballot["code"].get_ref<const std::string&>());
    return Credential::from_code(manifest_hash_, code).value();
}

std::vector<Verdict> DeviceElection::verdicts_on(const std::vector<Bytes>& entries) const {
    Verifier verifier(parameters_, system_random());
    std::vector<Verdict> verdicts;
    const std::vector<ByteView> views(entries.begin(), entries.end());
    for (const auto& entry :
         verifier.verify(views, [this](const Header& header) { return look_up(header); }))
        verdicts.push_back(entry.verdict);
    return verdicts;
}

Verdict DeviceElection::look_up(const Header& header) const {
    const auto voter = roll_.find(header.credential);
    if (voter == roll_.end())
        return Verdict::not_on_roll;
    return voter->second == header.district ? Verdict::valid : Verdict::wrong_district;
}

} // namespace evote
