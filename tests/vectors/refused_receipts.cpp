// SPDX-License-Identifier: Apache-2.0
// Receipts of entries (docs/record.md, "Receipts").
#include "base/text.h"
#include "board/checkpoint.h"
#include "board/receipt.h"
#include "support/rooms.h"
#include "vectors/counting_log.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

namespace evote {

namespace {

using nlohmann::ordered_json;

class ReceiptSpoiler {
  public:
    ReceiptSpoiler(Refusals& out, Draw& draw, const std::string& origin)
        : out_(out), signer_(drawn_signer(draw, origin)), stranger_(drawn_signer(draw, origin)) {
        out_["origin"] = origin;
        out_["key"] = signer_.verifier().text();
    }

    void all() {
        valid();
        for (const std::uint64_t index : {0U, 257U, 599U})
            spoil_path(index);
        spoil_tree();
        spoil_checkpoint();
        spoil_lines();
    }

  private:
    static constexpr std::uint64_t place = 300; // of most spoilt receipts

    Receipt receipt(const CountingLog& log, std::uint64_t index) const {
        return {{}, index, log.path(index), sign_checkpoint(log.head(), signer_).note()};
    }

    Receipt good() const { return receipt(log_, place); }

    void add(std::string_view reason, std::string_view comment, ByteView entry,
             std::string_view text) {
        out_.add(reason, comment, {{"entry", hex_encode(entry)}, {"text", text}});
    }

    void add(std::string_view reason, std::string_view comment, const Receipt& receipt) {
        add(reason, comment, CountingLog::entry(receipt.index), text_of(receipt.encode()));
    }

    void valid() {
        for (const std::uint64_t index : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 599U})
            add("valid", fmt::format("Entry {} of a log with 600 entries.", index),
                receipt(log_, index));
        const CountingLog one(1);
        add("valid", "The only entry of a log; the path is empty.", receipt(one, 0));
        const CountingLog full(256);
        add("valid", "The last entry of a full tile.", receipt(full, 255));
        const CountingLog next(257);
        add("valid", "The first entry of a second tile.", receipt(next, 256));
        const CountingLog large(65538);
        for (const std::uint64_t index : {0U, 65535U, 65536U, 65537U})
            add("valid", fmt::format("Entry {} of a log with 65,538 entries.", index),
                receipt(large, index));
        Receipt extra = good();
        extra.extra = {1, 2, 3};
        add("valid", "The receipt has a line for its owner, which nobody signs.", extra);
    }

    void spoil_path(std::uint64_t index) {
        const Receipt right = receipt(log_, index);
        const auto bad = [&](const std::string& comment, const Receipt& receipt) {
            add("bad-receipt", fmt::format("Entry {}: {}", index, comment),
                CountingLog::entry(index), text_of(receipt.encode()));
        };
        for (std::size_t i = 0; i < right.path.size(); ++i) {
            Receipt changed = right;
            changed.path[i][31] ^= 1U;
            bad(fmt::format("a bit of hash {} of the path is changed.", i), changed);
        }
        Receipt changed = right;
        changed.path.erase(changed.path.begin());
        bad("the first hash of the path is missing.", changed);
        changed = right;
        changed.path.pop_back();
        bad("the last hash of the path is missing.", changed);
        changed = right;
        changed.path.push_back(right.path.back());
        bad("the last hash of the path is there twice.", changed);
        changed = right;
        changed.path.insert(changed.path.begin(), right.path.front());
        bad("the first hash of the path is there twice.", changed);
        changed = right;
        changed.path.clear();
        bad("the path is empty.", changed);
        changed = right;
        changed.index = index == 599 ? index - 1 : index + 1;
        bad("the index is that of its neighbour.", changed);
        changed = right;
        changed.index = index == 599 ? index - 1 : index + 1;
        changed.path = log_.path(changed.index);
        bad("index and path are those of its neighbour.", changed);
        changed = right;
        std::swap(changed.path[0], changed.path[1]);
        bad("the first two hashes of the path are exchanged.", changed);
    }

    void spoil_tree() {
        const Receipt right = good();
        const auto bad = [&](std::string_view comment, const Receipt& receipt, ByteView entry) {
            add("bad-receipt", comment, entry, text_of(receipt.encode()));
        };
        const Bytes entry = CountingLog::entry(place);
        Receipt changed = right;
        changed.index = 600;
        bad("The index is the size of the log.", changed, entry);
        changed.index = place + 1024;
        bad("The index is beyond the size of the log, with the same sides in the path.", changed,
            entry);
        changed = right;
        changed.checkpoint = sign_checkpoint({601, log_.head().root}, signer_).note();
        add("valid",
            "The board has signed the root with the size 601: an inclusion path of the same shape "
            "does not show that, the log does.",
            changed);
        changed.checkpoint = sign_checkpoint({256, log_.head().root}, signer_).note();
        bad("The board has signed the root for a log of 256 entries.", changed, entry);
        changed = right;
        changed.checkpoint = receipt(CountingLog(599), place).checkpoint;
        bad("The checkpoint is that of an earlier log.", changed, entry);
        changed = right;
        changed.path = CountingLog(599).path(place);
        bad("The path is that in an earlier log.", changed, entry);
        bad("The entry is another one.", right, CountingLog::entry(place + 1));
        Bytes longer = entry;
        longer.push_back(0);
        bad("The entry has a byte more.", right, longer);
        // An inner node offered as an entry: its two hashes, one level up.
        Receipt node = right;
        node.path.erase(node.path.begin());
        node.index = place / 2;
        Bytes pair = to_bytes(log_.leaves()[place]);
        append(pair, log_.leaves()[place + 1]);
        bad("The entry is the two hashes of an inner node, with the rest of the path.", node, pair);
        node.index = place;
        bad("The same with the index of the entry.", node, pair);
    }

    void checkpoint(std::string_view reason, std::string_view comment, const std::string& text,
                    const NoteSigner& signer) {
        Note note(text);
        note.sign(signer);
        Receipt changed = good();
        changed.checkpoint = note.encode();
        add(reason, comment, changed);
    }

    void spoil_checkpoint() {
        const std::string text = Checkpoint{signer_.verifier().name(), log_.head()}.text();
        const auto line = [&](std::string_view from, std::string_view to) {
            std::string out = text;
            return out.replace(out.find(from), from.size(), to);
        };
        checkpoint("bad-signature", "The checkpoint is signed by another key of the same name.",
                   text, stranger_);
        checkpoint("other-election", "The checkpoint names another log, and is signed by the key.",
                   line("evote/", "evote/x"), signer_);
        checkpoint("malformed", "The checkpoint has a fourth line, and is signed.", text + "more\n",
                   signer_);
        checkpoint("malformed", "The size in the checkpoint is written as 0600, and is signed.",
                   line("\n600\n", "\n0600\n"), signer_);
        checkpoint("malformed", "The size in the checkpoint is 2^63, and is signed.",
                   line("\n600\n", "\n9223372036854775808\n"), signer_);
        checkpoint("malformed", "The root in the checkpoint has 31 bytes, and is signed.",
                   line(base64_encode(log_.head().root),
                        base64_encode(ByteView(log_.head().root).first(31))),
                   signer_);
        Receipt changed = good();
        std::string note(text_of(changed.checkpoint));
        changed.checkpoint = to_bytes(bytes_of(note.replace(note.find("\n600\n"), 5, "\n601\n")));
        add("bad-signature", "The size in the checkpoint is changed after signing.", changed);
        changed.checkpoint = to_bytes(bytes_of(text + "\n"));
        add("malformed", "The checkpoint has no signature.", changed);
        changed.checkpoint.clear();
        add("malformed", "There is no checkpoint.", changed);
    }

    void spoil_lines() {
        const std::string good_text(text_of(good().encode()));
        const auto line = [&](std::string_view comment, std::string_view from,
                              std::string_view to) {
            std::string out = good_text;
            add("malformed", comment, CountingLog::entry(place),
                out.replace(out.find(from), from.size(), to));
        };
        line("The version of the receipt is another one.", "@v1", "@v2");
        line("The first line is missing.", "c2sp.org/tlog-proof@v1\n", "");
        line("The index has a leading zero.", "index 300", "index 0300");
        line("The index is negative.", "index 300", "index -1");
        line("The index is 2^63.", "index 300", "index 9223372036854775808");
        line("The line with the index is missing.", "index 300\n", "");
        line("A line for the owner is empty.", "index", "extra \nindex");
        line("A line for the owner follows the index.", "index 300\n", "index 300\nextra AQID\n");
        const std::string hash = base64_encode(good().path[0]);
        line("A hash of the path has 31 bytes.", hash,
             base64_encode(ByteView(good().path[0]).first(31)));
        line("A hash of the path has no padding.", hash, hash.substr(0, 43));
        std::string loose = hash;
        // The last digit has two bits that are not used.
        static constexpr std::string_view digits =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        loose[42] = digits[digits.find(loose[42]) + 1];
        line("The unused bits of a hash in base64 are not zero.", hash, loose);
        line("The empty line before the checkpoint is missing.", "\n\n" + origin_line(),
             "\n" + origin_line());
        line("A line ends with CR LF.", "index 300\n", "index 300\r\n");
        Receipt longest = good();
        longest.path.assign(64, longest.path[0]);
        add("malformed", "The path has 64 hashes, which no log has.", longest);
    }

    std::string origin_line() const { return signer_.verifier().name() + "\n"; }

    Refusals& out_;
    NoteSigner signer_;
    NoteSigner stranger_;
    CountingLog log_{600};
};

} // namespace

ordered_json refused_receipts(const std::string& seed) {
    Draw draw("refused receipts " + seed);
    Refusals out("receipts of entries", seed);
    ReceiptSpoiler(out, draw, "evote/refusals-" + seed).all();
    return std::move(out).take();
}

} // namespace evote
