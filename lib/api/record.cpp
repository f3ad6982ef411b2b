// SPDX-License-Identifier: Apache-2.0
#include "api/record.h"

namespace evote {

namespace {

std::vector<LocalTitle> titles_of(const protocol::LocalText& text) {
    std::vector<LocalTitle> out;
    for (const auto& [language, words] : text.texts)
        out.push_back({language, words});
    return out;
}

ContestInfo info_of(const protocol::Contest& contest) {
    ContestInfo out{contest.id, titles_of(contest.title), {}, {}};
    for (const auto& option : contest.options)
        out.options.push_back({option.id, titles_of(option.title)});
    for (const auto& rule : contest.rules)
        out.rules.push_back({rule.coefficients, rule.min, rule.max});
    return out;
}

DistrictInfo info_of(const protocol::District& district, const protocol::Manifest& manifest) {
    DistrictInfo out{district.id, titles_of(district.title), {}};
    for (const std::size_t contest : district.contests)
        out.contests.push_back(manifest.contests()[contest].id);
    return out;
}

} // namespace

void destroy(RecordState* state) {
    delete state;
}

Result<Record> Record::open(std::string_view folder, std::string_view fingerprint) {
    EVOTE_TRY(auto announced, record::StatedFingerprint::parse(fingerprint));
    EVOTE_TRY(auto sealed, record::SealedRecord::open(record::RecordFolder(folder),
                                                      record::Anchor(std::move(announced))));
    auto titles = titles_of(sealed.manifest().title());
    std::vector<DistrictInfo> districts;
    for (const auto& district : sealed.manifest().districts())
        districts.push_back(info_of(district, sealed.manifest()));
    std::vector<ContestInfo> contests;
    for (const auto& contest : sealed.manifest().contests())
        contests.push_back(info_of(contest));
    return Record(new RecordState{std::make_shared<const record::SealedRecord>(std::move(sealed)),
                                  std::move(titles), std::move(districts), std::move(contests)});
}

const std::array<std::uint8_t, 32>& Record::fingerprint() const {
    return state().sealed->election.fingerprint();
}

std::string Record::spoken_fingerprint() const {
    return protocol::spoken_fingerprint(fingerprint());
}

std::string_view Record::id() const {
    return state().sealed->manifest().id();
}

const std::vector<LocalTitle>& Record::titles() const {
    return state().titles;
}

const std::vector<DistrictInfo>& Record::districts() const {
    return state().districts;
}

const std::vector<ContestInfo>& Record::contests() const {
    return state().contests;
}

std::uint64_t Record::voters() const {
    return state().sealed->roll.entries().size();
}

std::uint8_t Record::registrars() const {
    return state().sealed->manifest().registrars();
}

} // namespace evote
