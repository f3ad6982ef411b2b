// SPDX-License-Identifier: Apache-2.0
// A whole election in one process: election FOLDER MANIFEST. The manifest has one district whose
// contests each take one option. FOLDER must not exist yet.
#include <evote/audit.h>
#include <evote/box.h>
#include <evote/client.h>
#include <evote/rehearsal.h>

#include <iostream>

namespace {

// The n-th option of each contest.
std::vector<evote::Choice> choose(const evote::Record& record, std::size_t n) {
    std::vector<evote::Choice> choices;
    for (const auto& contest : record.contests())
        choices.push_back({contest.id, {contest.options[n % contest.options.size()].id}});
    return choices;
}

// A careful voter has a first ballot audited, on another device, before casting the second.
evote::Result<evote::Ballot> vote(const evote::Record& record, const std::string& code,
                                  std::size_t choice) {
    EVOTE_TRY(const auto voter, evote::Voter::identify(record, code));
    EVOTE_TRY(auto first, voter.prepare(choose(record, choice), 0));
    const auto tracker = first.tracker();
    EVOTE_TRY(const auto opened, evote::check_opening(record, std::move(first).audit(), tracker));
    std::cout << "audited: " << opened.choices.front().options.front() << "\n";
    EVOTE_TRY(auto second, voter.prepare(choose(record, choice), 0));
    return std::move(second).cast();
}

evote::Outcome hold(const std::string& folder, const std::string& manifest) {
    EVOTE_TRY(const auto rehearsal, evote::Rehearsal::make(folder, manifest, 5, "example"));
    EVOTE_TRY(const auto record, evote::Record::open(folder, rehearsal.fingerprint()));
    EVOTE_TRY(auto for_box, evote::Record::open(folder, rehearsal.fingerprint()));
    EVOTE_TRY(auto box, evote::BallotBox::open(std::move(for_box), rehearsal.board_key()));

    std::size_t choice = 0;
    for (const std::string& code : rehearsal.codes()) {
        EVOTE_TRY(auto ballot, vote(record, code, choice++));
        const std::vector<std::vector<std::uint8_t>> batch{std::move(ballot.bytes)};
        EVOTE_TRY(const auto said, box.submit(batch));
        EVOTE_TRY(const auto receipt, box.receipt(said.front().index));
        EVOTE_TRY(const auto checked, evote::check_receipt(record, receipt, ballot.tracker));
        std::cout << "cast: entry " << checked.index << "\n";
    }
    EVOTE_TRY_VOID(box.close());
    EVOTE_TRY_VOID(rehearsal.count());

    EVOTE_TRY(const auto report,
              evote::audit(folder, {.fingerprint = rehearsal.fingerprint(), .threads = 2}));
    for (const auto& total : report.totals)
        std::cout << total.contest << ", " << total.option << ": " << total.votes << "\n";
    const bool valid = report.conclusion == evote::AuditConclusion::valid;
    std::cout << (valid ? "every check passed" : report.text) << "\n";
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: election FOLDER MANIFEST\n";
        return 2;
    }
    const auto held = hold(argv[1], argv[2]);
    if (!held)
        std::cerr << held.error().english() << "\n";
    return held ? 0 : 1;
}
