// SPDX-License-Identifier: Apache-2.0
// The checks of audit_record, in order. Each is one function; what a check establishes is kept for
// later ones.
#pragma once

#include "evote/board/resumption.h"
#include "evote/record/audit.h"
#include "evote/record/ceremony_folder.h"
#include "evote/record/trustee_files.h"
#include "evote/record/verdict_text.h"

#include <initializer_list>
#include <span>

namespace evote::record {

class Auditor {
  public:
    Auditor(const RecordFolder& folder, const AuditOptions& options, crypto::Random& random)
        : folder_(folder), options_(options), random_(random) {}

    Result<AuditResult> run();

  private:
    // audit_setup.cpp: what was fixed before the first ballot.
    Outcome check_manifest();
    Outcome check_keys();
    Outcome check_ceremony();
    Outcome check_roll();
    Outcome check_election_file();
    Outcome check_seals();
    Outcome compare_keys(const CeremonyNotes& notes);
    Outcome check_fingerprint(const ElectionFile& file);
    bool ceremony_began() const;

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
    void name_bad(ReasonIn which);
    bool log_was_judged();

    // audit_result.cpp: what became of them.
    Outcome check_tally();
    Outcome check_shares();
    Outcome check_result();
    Outcome check_privacy();
    Outcome check_strangers();
    Outcome compare_result(const protocol::Tally& stated);
    Result<bool> take_result_shares(const protocol::Tally& stated,
                                    std::vector<protocol::CheckedShare>& used);

    // audit.cpp
    void announce_setup();
    void announce_log();
    void announce_result();
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

    // One check; an error that it returns is a fault of the record, unless the system failed.
    using Run = Outcome (Auditor::*)();

    const RecordFolder& folder_;
    const AuditOptions& options_;
    crypto::Random& random_;
    AuditResult out_;
    std::vector<std::pair<report::Check*, Run>> plan_;
    report::Check* current_ = nullptr;

    // What was found correct so far.
    std::optional<protocol::PublicKeys> keys_;
    std::optional<protocol::Roll> roll_;
    std::optional<BoardFile> board_;
    std::optional<protocol::Election> election_;
    std::optional<board::LogReader> log_;
    std::optional<protocol::TallyFile> tally_; // made from the log
    std::optional<SharesOfRecord> shares_;
};

} // namespace evote::record
