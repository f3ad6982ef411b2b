// SPDX-License-Identifier: Apache-2.0
// Records, and what is audited.
#include "base/text.h"
#include "capi/handles.h"
#include "evote/audit.h"
#include "evote/client.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace {

using namespace evote::capi;
using evote::json::JsonWriter;

JsonWriter titles_json(const std::vector<evote::LocalTitle>& titles) {
    JsonWriter out = JsonWriter::object();
    for (const auto& title : titles)
        out[title.language] = title.text;
    return out;
}

JsonWriter contest_json(const evote::ContestInfo& contest) {
    JsonWriter out{{"id", contest.id}, {"titles", titles_json(contest.titles)}};
    out["options"] = JsonWriter::array();
    for (const auto& option : contest.options)
        out["options"].push_back({{"id", option.id}, {"titles", titles_json(option.titles)}});
    out["rules"] = JsonWriter::array();
    for (const auto& rule : contest.rules)
        out["rules"].push_back(
            {{"min", rule.min}, {"max", rule.max}, {"coefficients", rule.coefficients}});
    return out;
}

std::string description(const evote::Record& record) {
    JsonWriter out{{"id", record.id()},
                   {"fingerprint", evote::hex_encode(record.fingerprint())},
                   {"spoken_fingerprint", record.spoken_fingerprint()},
                   {"voters", record.voters()},
                   {"registrars", record.registrars()},
                   {"titles", titles_json(record.titles())}};
    out["districts"] = JsonWriter::array();
    for (const auto& district : record.districts())
        out["districts"].push_back({{"id", district.id},
                                    {"titles", titles_json(district.titles)},
                                    {"contests", district.contests}});
    out["contests"] = JsonWriter::array();
    for (const auto& contest : record.contests())
        out["contests"].push_back(contest_json(contest));
    return out.dump();
}

std::string totals_json(const std::vector<evote::OptionTotal>& totals) {
    JsonWriter out = JsonWriter::array();
    for (const auto& total : totals)
        out.push_back(
            {{"contest", total.contest}, {"option", total.option}, {"votes", total.votes}});
    return out.dump();
}

class CallersProgress final : public evote::AuditProgress {
  public:
    CallersProgress(evote_progress call, void* context) : call_(call), context_(context) {}

    bool show(std::uint64_t done, std::uint64_t total) override {
        stopped_ = stopped_ || call_(context_, done, total) != 0;
        return !stopped_;
    }

  private:
    bool stopped_ = false;
    evote_progress call_;
    void* context_;
};

evote_status status_of(evote::AuditConclusion conclusion) {
    switch (conclusion) {
    case evote::AuditConclusion::valid:
        return EVOTE_OK;
    case evote::AuditConclusion::invalid:
        return EVOTE_INVALID;
    case evote::AuditConclusion::incomplete:
        break;
    }
    return EVOTE_INCOMPLETE;
}

evote::AuditSettings settings_given(const char* fingerprint, unsigned threads,
                                    evote::AuditProgress* progress) {
    if (threads == 0)
        throw Misuse{"an audit needs a thread"};
    evote::AuditSettings settings;
    settings.threads = threads;
    settings.progress = progress;
    if (fingerprint != nullptr) {
        settings.fingerprint = text_given(fingerprint);
        if (settings.fingerprint.empty())
            throw Misuse{"a fingerprint is empty; NULL says that there is none"};
    }
    return settings;
}

} // namespace

extern "C" {

evote_status evote_lock_secrets(void) {
    return guarded([] {
        note_success();
        return evote::lock_secrets() ? EVOTE_OK : EVOTE_INCOMPLETE;
    });
}

evote_status evote_record_open(const char* folder, const char* fingerprint, evote_record** record) {
    return guarded([&]() -> evote::Outcome {
        evote_record*& out = emptied(record);
        EVOTE_TRY(auto opened, evote::Record::open(text_given(folder), text_given(fingerprint)));
        out = new evote_record{std::move(opened)};
        return {};
    });
}

void evote_record_free(evote_record* record) {
    delete record;
}

evote_status evote_record_describe(const evote_record* record, evote_bytes* json) {
    return guarded([&]() -> evote::Outcome {
        evote_bytes& out = emptied(json);
        give(out, description(record_given(record)));
        return {};
    });
}

evote_status evote_verify_ballots(const evote_record* record, const evote_view* ballots,
                                  size_t count, const char** reasons) {
    return guarded([&]() -> evote::Outcome {
        const auto out = span_given(reasons, count);
        std::ranges::fill(out, "not verified");
        std::vector<std::span<const std::uint8_t>> entries;
        for (const evote_view& view : span_given(ballots, count))
            entries.push_back(span_given(view.data, view.size));
        const auto verdicts = evote::verify_ballots(record_given(record), entries);
        for (std::size_t i = 0; i < count; ++i)
            out[i] = verdicts[i].empty() ? nullptr : verdicts[i].data();
        return {};
    });
}

evote_status evote_audit(const char* folder, const char* fingerprint, unsigned threads,
                         evote_progress progress, void* context, evote_bytes* report,
                         evote_bytes* totals) {
    if (totals != nullptr)
        *totals = {};
    const evote_status status = guarded([&] {
        evote_bytes& out = emptied(report);
        CallersProgress shown(progress, context);
        const auto found = evote::audit(
            text_given(folder),
            settings_given(fingerprint, threads, progress == nullptr ? nullptr : &shown));
        if (!found)
            return note_error(found.error());
        if (totals != nullptr && !found->totals.empty())
            give(*totals, totals_json(found->totals));
        give(out, found->json);
        note_success();
        return status_of(found->conclusion);
    });
    if (report == nullptr || report->data == nullptr)
        evote_bytes_free(totals); // there was no memory for the report
    return status;
}

} // extern "C"
