// SPDX-License-Identifier: Apache-2.0
// Attacks on what is sealed: manifest, roll, keys.json and the seals.
#include "base/text.h"
#include "json/json.h"
#include "os/file.h"
#include "simulation/attack.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::simulation {

namespace {

namespace fs = std::filesystem;

// Replaces the first of these words in a file; it is there.
Outcome edit(const Attacker& attacker, const fs::path& file, std::string_view old,
             std::string_view now) {
    EVOTE_TRY(std::string text, attacker.text(file));
    const auto at = text.find(old);
    if (at == std::string::npos)
        return not_possible(msg("the manifest does not have what this attack changes: {0}", old));
    text.replace(at, old.size(), now);
    return attacker.put(file, bytes_of(text));
}

// A roll of all voters with other weights or credentials.
Outcome put_roll(Attacker& attacker, std::string_view first_rows, std::string_view last_rows) {
    EVOTE_TRY(std::string roll, attacker.text(attacker.folder().roll()));
    roll.insert(roll.find('\n') + 1, first_rows);
    roll += last_rows;
    return attacker.put(attacker.folder().roll(), bytes_of(roll));
}

std::string row(std::string_view credential, const Attacker& attacker) {
    return std::string(credential) + "," + attacker.manifest().districts().front().id + ",1\n";
}

// The roll with the n-th voter's weight; the roll's own reader is not asked.
template <class Weight>
Outcome put_weights(Attacker& attacker, Weight weight) {
    EVOTE_TRY(const std::string roll, attacker.text(attacker.folder().roll()));
    std::string out;
    std::size_t number = 0;
    for (const auto line : split(trim(roll), '\n')) {
        out += number == 0 ? line : line.substr(0, line.rfind(',') + 1);
        out += number == 0 ? std::string() : std::to_string(weight(number - 1));
        out += '\n';
        ++number;
    }
    return attacker.put(attacker.folder().roll(), bytes_of(out));
}

} // namespace

Outcome group_of_ones_own(Attacker& attacker) {
    EVOTE_TRY_VOID(
        edit(attacker, attacker.folder().manifest(), "\"ristretto255\"", "\"our-own-1024\""));
    return attacker.seal_again();
}

Outcome identity_on_the_roll(Attacker& attacker) {
    EVOTE_TRY_VOID(put_roll(attacker, row(std::string(64, '0'), attacker), ""));
    return attacker.seal_again();
}

Outcome row_of_nobody(Attacker& attacker) {
    EVOTE_TRY_VOID(put_roll(attacker, "", row(std::string(64, 'f'), attacker)));
    return attacker.seal_again();
}

Outcome weight_out_of_bounds(Attacker& attacker) {
    EVOTE_TRY_VOID(put_weights(attacker, [](std::size_t voter) {
        return voter == 0 ? protocol::Roll::largest_weight + 1 : 1;
    }));
    return attacker.seal_again();
}

Outcome telling_weights(Attacker& attacker) {
    constexpr unsigned most = 20;
    EVOTE_TRY_VOID(put_weights(
        attacker, [](std::size_t voter) { return voter < most ? std::uint64_t{1} << voter : 1; }));
    return attacker.seal_again();
}

Outcome key_twice_in_json(Attacker& attacker) {
    EVOTE_TRY_VOID(edit(attacker, attacker.folder().manifest(), "\"group\"",
                        "\"group\": \"ristretto255\", \"group\""));
    return attacker.seal_again();
}

// Right-to-left override: what follows prints backwards.
Outcome hidden_letters(Attacker& attacker) {
    EVOTE_TRY(const std::string text, attacker.text(attacker.folder().manifest()));
    auto manifest = json::JsonWriter::parse(text);
    auto& title = manifest["title"].begin().value();
    title = "\u202e" + title.get<std::string>();
    EVOTE_TRY_VOID(attacker.put(attacker.folder().manifest(), json::json_bytes(manifest)));
    return attacker.seal_again();
}

Outcome seal_by_another(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(const std::string seal, attacker.text(attacker.folder().note("seal", 2)));
    return attacker.put(attacker.folder().note("seal", 1), bytes_of(seal));
}

// What is chosen as the one counts for the other.
Outcome titles_exchanged(Attacker& attacker) {
    EVOTE_TRY(const std::string text, attacker.text(attacker.folder().manifest()));
    auto manifest = json::JsonWriter::parse(text);
    auto& options = manifest["contests"][0]["options"];
    if (options.size() < 2)
        return not_possible(msg("this attack needs a contest with two options"));
    std::swap(options[0]["title"], options[1]["title"]);
    return attacker.put(attacker.folder().manifest(), json::json_bytes(manifest));
}

Outcome names_exchanged(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(const std::string text, attacker.text(attacker.folder().keys()));
    auto keys = json::JsonWriter::parse(text);
    std::swap(keys["trustees"][0]["name"], keys["trustees"][1]["name"]);
    return attacker.put(attacker.folder().keys(), json::json_bytes(keys));
}

// A voter whom nobody sealed.
Outcome roll_with_more_voters(Attacker& attacker) {
    const auto stranger = group::Ristretto255::mul_generator(
        group::Ristretto255::Scalar::from_u64(std::uint64_t{1} << 40));
    std::string new_row = row(hex_encode(stranger.encode()), attacker);
    EVOTE_TRY(const std::string roll, attacker.text(attacker.folder().roll()));
    std::vector<std::string> rows;
    for (const auto line : split(trim(roll), '\n'))
        rows.push_back(std::string(line) + "\n");
    rows.insert(std::upper_bound(rows.begin() + 1, rows.end(), new_row), new_row);
    std::string out;
    for (const auto& each : rows)
        out += each;
    return attacker.put(attacker.folder().roll(), bytes_of(out));
}

Outcome seals_of_strangers(Attacker& attacker) {
    const std::string text =
        record::SealNote{attacker.election().fingerprint()}.text(attacker.manifest());
    for (const auto& secret : attacker.setup().secrets()) {
        const board::NoteSigner stranger(secret.signer().verifier().name(),
                                         crypto::SigningKey::generate(attacker.random()));
        board::Note note(text);
        note.sign(stranger);
        EVOTE_TRY_VOID(
            attacker.put(attacker.folder().note("seal", secret.trustee()), note.encode()));
    }
    return {};
}

// Other trustees and another board, for the same voters.
Outcome another_election(Attacker& attacker) {
    const auto other = beside(attacker.folder(), ".other");
    EVOTE_TRY(const auto setup, SimulatedSetup::make(other, attacker.folder().manifest(),
                                                     attacker.setup().seed() + " (attacker)"));
    EVOTE_TRY(const auto record, setup.seal(attacker.electorate().roll()));
    EVOTE_TRY(auto log, setup.open_log());
    EVOTE_TRY_VOID(cast_all({}, attacker.electorate(), record, log, attacker.work()));
    EVOTE_TRY_VOID(close_log(record, log));
    EVOTE_TRY_VOID(write_tally(record, attacker.work()));
    EVOTE_TRY(const auto result, setup.decrypt(record));
    EVOTE_TRY_VOID(attacker.remove(setup.private_folder()));
    return attacker.replace_record(other);
}

// What people see when they look at the file can change at any time.
Outcome link_in_the_record(Attacker& attacker) {
    EVOTE_TRY(const auto target,
              os::absolute_path(attacker.setup().private_folder() / "result.json"));
    std::error_code code;
    fs::rename(attacker.folder().result(), target, code);
    if (!code)
        fs::create_symlink(target, attacker.folder().result(), code);
    if (code)
        return fail(os::file_error(attacker.folder().result(), code));
    return {};
}

} // namespace evote::simulation
