// SPDX-License-Identifier: Apache-2.0
#include "ballot/roll_change.h"
#include "fuzz/fuzz_target.h"
#include "json/json.h"
#include "protocol/halves.h"
#include "protocol/manifest.h"
#include "protocol/syntax.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

using namespace evote;

namespace {

const Manifest& manifest_with_registrars() {
    static const Manifest manifest = [] {
        auto text = small_manifest(3, 2);
        return parsed_manifest(text.insert(text.find("\"districts\""), "\"registrars\":2,"));
    }();
    return manifest;
}

} // namespace

// What is read is written again, byte for byte.
EVOTE_FUZZ(halves_csv) {
    HalvesReader reader(manifest_with_registrars(), 1, "");
    if (!reader.add(bytes))
        return;
    const auto halves = std::move(reader).finish();
    if (!halves)
        return;
    Bytes written;
    append_halves_header(written);
    for (std::uint32_t i = 0; i < halves->size(); ++i)
        append_halves_row(written, i + 1, halves->place(i), halves->half(i),
                          manifest_with_registrars());
    EVOTE_CHECK(equal(written, bytes));
}

// Nobody can prove what is not there, and no bytes are more than they say.
EVOTE_FUZZ(roll_change) {
    const ChangeLayout layout(2);
    const Digest32 fingerprint{};
    const auto read = read_change(bytes, fingerprint, layout);
    EVOTE_CHECK(read.change.has_value() == (read.verdict == Verdict::valid));
    if (read.change)
        EVOTE_CHECK(bytes.size() == layout.size(read.change->action));
}

// A parsed manifest keeps what its type promises, a voter's empty choice is answered, and the same
// content in another form is the same manifest except for its hash.
EVOTE_FUZZ(manifest) {
    const auto manifest = Manifest::parse(bytes);
    if (!manifest)
        return;
    EVOTE_CHECK(manifest->keys_needed() > 0);
    for (std::size_t i = 0; i < manifest->districts().size(); ++i) {
        EVOTE_CHECK(manifest->ballot_size(i) <= Manifest::largest_ballot);
        EVOTE_CHECK(manifest->find_district(manifest->districts()[i].id) == i);
    }
    for (std::size_t i = 0; i < manifest->contests().size(); ++i) {
        const auto& contest = manifest->contests()[i];
        EVOTE_CHECK(manifest->find_contest(contest.id) == i);
        const SecretVector<std::uint8_t> nothing(contest.options.size());
        const auto bits = manifest->contest_bits(i, nothing);
        EVOTE_CHECK(!bits || bits->size() == manifest->shape(i).bits);
    }
    const auto content = nlohmann::ordered_json::parse(text_of(bytes));
    const auto again = Manifest::parse(json_bytes(content));
    EVOTE_CHECK(again && again->id() == manifest->id());
    EVOTE_CHECK(again->keys_needed() == manifest->keys_needed());
}

// A time that was read is the same when written again.
EVOTE_FUZZ(date_time) {
    const auto seconds = parse_date_time(text_of(bytes));
    if (!seconds)
        return;
    const auto time = fmt::gmtime(static_cast<std::time_t>(*seconds));
    // The offset from UTC may lead outside the years with four digits.
    if (time.tm_year >= -1900 && time.tm_year < 10000 - 1900)
        EVOTE_CHECK(parse_date_time(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", time)) == seconds);
}
