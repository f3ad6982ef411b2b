// SPDX-License-Identifier: Apache-2.0
// The files of a log (docs/record.md, "The log").
#include "base/text.h"
#include "board/checkpoint.h"
#include "board/tile.h"
#include "support/rooms.h"
#include "vectors/counting_log.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace evote {

namespace {

using nlohmann::ordered_json;

using LogFiles = std::map<std::string, Bytes>;

class LogSpoiler {
  public:
    LogSpoiler(Refusals& out, Draw& draw, const std::string& origin)
        : out_(out),
          signer_(drawn_signer(draw, origin)),
          stranger_(drawn_signer(draw, origin)),
          good_(files_of_log(600)) {
        out_["origin"] = origin;
        out_["key"] = signer_.verifier().text();
        for (const auto& [path, bytes] : good_)
            out_["files"].push_back({{"path", path}, {"bytes", hex_encode(bytes)}});
    }

    void all() {
        valid();
        spoil_entries();
        spoil_hashes();
        spoil_checkpoint();
        spoil_folder();
        replace_history();
    }

  private:
    static std::string tile(const std::string& kind, const std::string& rest) {
        return "tile/" + kind + "/" + rest;
    }

    // The files of a log of these entries, as a board writes them.
    LogFiles files_of(const std::vector<Bytes>& entries) const {
        LogFiles out;
        std::vector<Digest32> hashes;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto width = width_in_log(0, i / tile_width, entries.size());
            Bytes& bundle = out[TileName{TileKind::entries, 0, i / tile_width, width}.path()];
            append_u16(bundle, static_cast<std::uint16_t>(entries[i].size()));
            append(bundle, entries[i]);
            hashes.push_back(leaf_hash(entries[i]));
        }
        const auto leaves = hashes;
        for (unsigned level = 0; !hashes.empty(); ++level) {
            std::vector<Digest32> above;
            for (std::size_t i = 0; i < hashes.size(); ++i) {
                const auto width = width_in_log(level, i / tile_width, entries.size());
                append(out[TileName{TileKind::hashes, level, i / tile_width, width}.path()],
                       hashes[i]);
                if (i % tile_width == tile_width - 1)
                    above.push_back(
                        perfect_root(std::span(hashes).subspan(i + 1 - tile_width, tile_width)));
            }
            hashes = std::move(above);
        }
        const auto root = must(
            tree_root(leaves.size(), [&](unsigned level, std::uint64_t at) -> Result<Digest32> {
                const std::size_t size = std::size_t{1} << level;
                return perfect_root(std::span(leaves).subspan(at * size, size));
            }));
        out["checkpoint"] = sign_checkpoint({entries.size(), root}, signer_).note();
        return out;
    }

    static std::vector<Bytes> counting(std::size_t size) {
        std::vector<Bytes> out;
        for (std::size_t i = 0; i < size; ++i)
            out.push_back(CountingLog::entry(i));
        return out;
    }

    LogFiles files_of_log(std::size_t size) const { return files_of(counting(size)); }

    // A log in which some files are others, or missing.
    void log(std::string_view reason, std::string_view comment,
             const std::map<std::string, std::optional<Bytes>>& changes) {
        ordered_json files = ordered_json::array();
        for (const auto& [path, bytes] : changes)
            files.push_back({{"path", path},
                             {"bytes", bytes ? ordered_json(hex_encode(*bytes)) : ordered_json()}});
        out_.add(reason, comment, {{"files", files}});
    }

    void file(std::string_view reason, std::string_view comment, const std::string& path,
              const std::optional<Bytes>& bytes) {
        log(reason, comment, {{path, bytes}});
    }

    Bytes flipped(const std::string& path, std::size_t at) const {
        Bytes bytes = good_.at(path);
        bytes[at] ^= 1U;
        return bytes;
    }

    Bytes first_of(const std::string& path, std::size_t size) const {
        return to_bytes(ByteView(good_.at(path)).first(size));
    }

    void valid() {
        log("valid", "A log with 600 entries, as a board writes it.", {});
        file("valid", "An earlier form of the last tile of entries is still there.",
             tile("entries", "002.p/10"), first_of(last_entries, 60));
        file("valid", "An earlier form of the last tile of hashes is still there.",
             tile("0", "002.p/10"), first_of(last_hashes, 320));
        file("valid", "A stopped board left a tile beyond the end of the open log.",
             tile("entries", "002.p/90"), files_of_log(602).at(tile("entries", "002.p/90")));
        file("valid", "The log is closed with the checkpoint that it has.", "closed",
             good_.at("checkpoint"));
    }

    void spoil_entries() {
        const auto entries = [&](std::string_view comment, const std::string& path,
                                 const std::optional<Bytes>& bytes) {
            file("damaged", comment, path, bytes);
        };
        const std::string full = tile("entries", "001");
        entries("A bit of entry 0 is changed.", tile("entries", "000"),
                flipped(tile("entries", "000"), 5));
        entries("A bit of entry 257 is changed.", full, flipped(full, 11));
        entries("A bit of the last entry is changed.", last_entries,
                flipped(last_entries, good_.at(last_entries).size() - 1));
        Bytes swapped = good_.at(full);
        std::swap(swapped[5], swapped[11]);
        entries("Entries 256 and 257 are exchanged.", full, swapped);
        entries("Entry 511 is missing.", full, first_of(full, 255 * 6));
        Bytes longer = good_.at(full);
        longer.push_back(0);
        entries("A byte follows the last entry of a full tile.", full, longer);
        longer = good_.at(last_entries);
        append(longer, first_of(full, 6));
        entries("An entry follows the last one.", last_entries, longer);
        Bytes lengths = good_.at(full);
        lengths[1] = 5;
        entries("The length of entry 256 is a byte more.", full, lengths);
        entries("Tile 1 of entries is missing.", full, std::nullopt);
        entries("The last tile of entries is missing.", last_entries, std::nullopt);
    }

    void spoil_hashes() {
        const auto hashes = [&](std::string_view comment, const std::string& path,
                                const std::optional<Bytes>& bytes) {
            file("damaged", comment, path, bytes);
        };
        const std::string full = tile("0", "001");
        const std::string above = tile("1", "000.p/2");
        hashes("A bit of the hash of entry 256 is changed.", full, flipped(full, 0));
        hashes("A bit of the hash of the last entry is changed.", last_hashes,
               flipped(last_hashes, good_.at(last_hashes).size() - 1));
        hashes("A bit of a hash on level 1 is changed.", above, flipped(above, 63));
        hashes("The hashes on level 1 are exchanged.", above, [&] {
            Bytes out = to_bytes(ByteView(good_.at(above)).subspan(32));
            append(out, first_of(above, 32));
            return out;
        }());
        hashes("The last hash of a full tile is missing.", full, first_of(full, 255 * 32));
        hashes("The last byte of a tile of hashes is missing.", above, first_of(above, 63));
        hashes("Tile 0 of hashes is missing.", tile("0", "000"), std::nullopt);
        hashes("The tile on level 1 is missing.", above, std::nullopt);
        hashes("An earlier form of the last tile of hashes has another beginning.",
               tile("0", "002.p/10"), first_of(full, 320));
        hashes("An earlier form of the tile on level 1 has another hash.", tile("1", "000.p/1"),
               to_bytes(ByteView(good_.at(above)).subspan(32)));
    }

    void checkpoint(std::string_view reason, std::string_view comment, const std::string& text,
                    const NoteSigner& signer) {
        Note note(text);
        note.sign(signer);
        file(reason, comment, "checkpoint", note.encode());
    }

    void spoil_checkpoint() {
        const std::string text = must(Note::parse(good_.at("checkpoint"))).text();
        const auto line = [&](std::string_view from, std::string_view to) {
            std::string out = text;
            return out.replace(out.find(from), from.size(), to);
        };
        checkpoint("bad-signature", "The checkpoint is signed by another key of the same name.",
                   text, stranger_);
        checkpoint("other-election", "The checkpoint names another log.", line("evote/", "evote/x"),
                   signer_);
        checkpoint("malformed", "The checkpoint has a fourth line.", text + "more\n", signer_);
        checkpoint("malformed", "The size is written as 0600.", line("\n600\n", "\n0600\n"),
                   signer_);
        checkpoint("damaged", "The size is 599, with the root of 600 entries.",
                   line("\n600\n", "\n599\n"), signer_);
        checkpoint("damaged", "The size is 601, with the root of 600 entries.",
                   line("\n600\n", "\n601\n"), signer_);
        const auto root = [&](const TreeHead& head) {
            return Checkpoint{signer_.verifier().name(), head}.text();
        };
        TreeHead other = CountingLog(600).head();
        other.root[0] ^= 1U;
        checkpoint("damaged", "A bit of the root is changed, and that is signed.", root(other),
                   signer_);
        std::string changed(text_of(good_.at("checkpoint")));
        file("bad-signature", "The size is changed after signing.", "checkpoint",
             to_bytes(bytes_of(changed.replace(changed.find("\n600\n"), 5, "\n599\n"))));
        file("malformed", "The checkpoint has no signature.", "checkpoint",
             to_bytes(bytes_of(text + "\n")));
        Bytes both = good_.at("checkpoint");
        Note wrong(text + "x\n");
        wrong.sign(signer_);
        const std::string lines(text_of(wrong.encode()));
        append(both, bytes_of(lines.substr(lines.rfind("\xE2\x80\x94"))));
        file("bad-signature", "A second signature by the board's key is wrong.", "checkpoint",
             both);
    }

    void spoil_folder() {
        const auto stranger = [&](const std::string& path) {
            file("damaged", fmt::format("There is a file {}, which no log has.", path), path,
                 Bytes(32));
        };
        stranger("notes.txt");
        stranger(tile("entries", "0"));
        stranger(tile("0", "001.p/256"));
        stranger(tile("64", "000.p/1"));
        stranger("tile/00/000");
        file("valid", "A stopped board left a tile on a level that the open log does not have.",
             tile("2", "000.p/1"), Bytes(32));
        log("damaged", "The same in a closed log.",
            {{"closed", good_.at("checkpoint")}, {tile("2", "000.p/1"), Bytes(32)}});
        file("damaged", "The log is closed with the checkpoint of another log.", "closed",
             files_of_log(599).at("checkpoint"));
        file("damaged", "The log is closed with a file that is no checkpoint.", "closed", Bytes(1));
        log("damaged", "The log is closed, and a tile stands beyond its end.",
            {{"closed", good_.at("checkpoint")},
             {tile("entries", "002.p/90"), files_of_log(602).at(tile("entries", "002.p/90"))}});
    }

    // Everything that depends on a changed entry is changed as well, but not the checkpoint.
    void replace_history() {
        auto entries = counting(600);
        entries[300].push_back(0);
        replaced("Entry 300 has a byte more, and all hashes follow.", entries);
        entries = counting(600);
        entries.erase(entries.begin() + 300);
        entries.push_back(CountingLog::entry(600));
        replaced("Entry 300 is left out and another one added at the end, and all hashes follow.",
                 entries);
        auto valid = counting(600);
        valid[300].push_back(0);
        std::map<std::string, std::optional<Bytes>> changes;
        for (const auto& [path, bytes] : files_of(valid))
            if (good_.at(path) != bytes)
                changes[path] = bytes;
        log("valid", "Entry 300 has a byte more, all hashes follow, and the board has signed that.",
            changes);
    }

    void replaced(std::string_view comment, const std::vector<Bytes>& entries) {
        std::map<std::string, std::optional<Bytes>> changes;
        for (const auto& [path, bytes] : files_of(entries))
            if (path != "checkpoint" && good_.at(path) != bytes)
                changes[path] = bytes;
        log("damaged", comment, changes);
    }

    const std::string last_entries = tile("entries", "002.p/88");
    const std::string last_hashes = tile("0", "002.p/88");
    Refusals& out_;
    NoteSigner signer_;
    NoteSigner stranger_;
    LogFiles good_;
};

} // namespace

ordered_json refused_logs(const std::string& seed) {
    Draw draw("refused logs " + seed);
    Refusals out("the files of a log", seed);
    LogSpoiler(out, draw, "evote/refusals-" + seed).all();
    return std::move(out).take();
}

} // namespace evote
