// SPDX-License-Identifier: Apache-2.0
// The checks of audit_record, in order. Each is one function; what a check establishes is kept for
// later ones.
#pragma once

#include "board/resumption.h"
#include "record/audit.h"
#include "record/ceremony_folder.h"
#include "record/trustee_files.h"
#include "record/verdict_text.h"

#include <initializer_list>
#include <set>
#include <span>
#include <string>

namespace evote::record {

/// The checks, in the order of their numbers.
enum class CheckId {
    manifest,
    keys,
    ceremony,
    roll,
    sealed_files,
    seals,
    fingerprint,
    board,
    registrars, ///< only in an election with registrars, and last in its section
    log,
    closed,
    ballots,
    order,
    alphas,
    turnout,
    witnesses,
    changes, ///< likewise
    tally,
    shares,
    result,
    privacy,
    strangers,
};

/// What of a check another one needs.
enum class Extent {
    passed,    ///< that it passed
    usable,    ///< that it found what it is about, although a part of that may have failed
    unchanged, ///< that it did not find the file of the other check changed
    if_given,  ///< that it passed, if a fingerprint was given
};

struct Need {
    CheckId check;
    Extent extent = Extent::passed;
};

class Auditor;

/// Who made the roll: with several registrars there is more to check.
enum class RollOf { one, registrars };

/// One check and what it needs: the table of docs/record.md is this one.
struct AuditStep {
    CheckId id;
    Message title;
    Outcome (Auditor::*run)();
    std::vector<Need> needs;
    report::Check* check = nullptr;
    bool settled = false;     ///< it was run, or cannot be
    bool usable = false;      ///< see Extent::usable
    std::string blocked_by{}; ///< the number of the check that has to pass first, if it was not run
};

class Auditor {
  public:
    Auditor(const RecordFolder& folder, const AuditOptions& options, crypto::Random& random)
        : folder_(folder), options_(options), random_(random) {}

    Result<AuditResult> run();

    /// All checks in the order of their numbers, a list for each section.
    static std::vector<std::vector<AuditStep>> plan(RollOf roll = RollOf::one);

  private:
    // audit.cpp
    static std::vector<AuditStep> setup_plan(RollOf roll);
    static std::vector<AuditStep> log_plan(RollOf roll);
    static std::vector<AuditStep> result_plan();

    // audit_sealed.cpp: whether this is the election that was sealed and announced.
    Outcome check_sealed_files();
    Outcome check_fingerprint();

    // audit_setup.cpp: what was fixed before the first ballot.
    Outcome check_manifest();
    Outcome check_keys();
    Outcome check_ceremony();
    Outcome check_roll();
    Outcome check_board();
    Outcome check_seals();
    Outcome compare_keys(const CeremonyNotes& notes);
    bool ceremony_began() const;
    Outcome bind_election();

    // audit_registrars.cpp: what several registrars made together.
    Outcome check_registrars();
    Outcome check_changes();

    // audit_log.cpp: the ballots.
    Outcome check_log();
    Outcome check_resumptions(std::span<const std::uint64_t> numbers);
    Outcome check_resumption(const board::Resumption& note, const std::filesystem::path& path);
    Outcome check_closed();
    Outcome check_still_open();
    Outcome check_ballots();
    Outcome check_order();
    Outcome check_alphas();
    Outcome check_turnout();
    void name_bad(ballot::EntryKind kind, std::optional<ReasonIn> which);

    // audit_witnesses.cpp: whether others have signed that this is the log.
    Outcome check_witnesses();

    // audit_result.cpp: what became of them.
    Outcome check_tally();
    Outcome check_shares();
    Outcome check_result();
    Outcome check_privacy();
    Outcome check_strangers();
    void remark_system_file(const std::filesystem::path& path);
    Outcome compare_result(const protocol::Tally& stated);
    Result<bool> take_result_shares(const protocol::Tally& stated,
                                    std::vector<protocol::CheckedShare>& used);

    // audit.cpp
    void announce();
    AuditStep& step(CheckId id);
    Outcome settle(AuditStep& step);
    bool has(const AuditStep& step, const Need& need) const;
    void fault(Error error);
    void remark(Message message);
    void not_checked(Message why);
    /// False, with the check settled, if the file does not exist, which is a fault once one of the
    /// later files does.
    bool is_there(const std::filesystem::path& file,
                  std::initializer_list<std::filesystem::path> later);
    /// ErrorCode::damaged, if none is named.
    static Error invalid(Message message, const std::filesystem::path& file,
                         std::vector<Message> place = {});
    static Error invalid(ErrorCode code, Message message, const std::filesystem::path& file,
                         std::vector<Message> place = {});

    const RecordFolder& folder_;
    const AuditOptions& options_;
    crypto::Random& random_;
    AuditResult out_;
    std::vector<AuditStep> steps_;
    AuditStep* current_ = nullptr;

    // What was found correct so far.
    std::optional<ElectionFile> sealed_; // its fingerprint is that of its four hashes
    std::set<CheckId> changed_;          // checks whose files are not those that were sealed
    std::optional<protocol::PublicKeys> keys_;
    std::optional<protocol::Roll> roll_;
    std::optional<BoardFile> board_;
    std::optional<protocol::Election> election_;
    std::optional<board::LogReader> log_;
    std::optional<protocol::TallyFile> tally_; // made from the log
    std::optional<SharesOfRecord> shares_;
};

} // namespace evote::record
