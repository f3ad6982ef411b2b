// SPDX-License-Identifier: Apache-2.0
// Nothing in a record is unbound: whatever is changed, byte by byte or file by file, the record
// becomes invalid. The exceptions are listed by same_meaning() and in the tests here.
#include "support/damage.h"
#include "support/record_files.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <functional>
#include <set>

using namespace evote;
namespace fs = std::filesystem;

namespace {

using Texts = std::vector<std::string>;

// A finished and valid election of three trustees, all of whom decrypted.
struct Finished {
    explicit Finished(const std::string& manifest = tiny_manifest(3, 2),
                      std::string_view seed = "small election")
        : election(folder.path(), manifest, seed) {
        election.run(2);
        election.decrypt(3);
        for (const auto& path : files_of(folder.path()))
            files.push_back({path, path.lexically_relative(folder.path()), must(read_file(path))});
    }

    Conclusion conclusion() const { return audit(election.folder()).report.conclusion(); }

    struct File {
        fs::path path;
        fs::path name;
        Bytes bytes;
    };

    TemporaryFolder folder;
    SmallElection election;
    std::vector<File> files;
};

// A result may name any `t` of the trustees whose decryptions are valid: here any two of three.
bool names_other_trustees(const Finished::File& file, ByteView changed) {
    const auto result = nlohmann::json::parse(text_of(file.bytes), nullptr, false);
    auto other = nlohmann::json::parse(text_of(changed), nullptr, false);
    if (file.name != "result.json" || !other.is_object() || !other.contains("trustees"))
        return false;
    const nlohmann::json named = other["trustees"];
    other["trustees"] = result["trustees"];
    return other == result && (named == nlohmann::json{1, 3} || named == nlohmann::json{2, 3});
}

// What was found valid although it says something else, or invalid although it says the same.
class Unbound {
  public:
    explicit Unbound(const Finished& record) : record_(record) {}

    // Changes the bytes of a file, audits, and restores the file.
    void try_bytes(const Finished::File& file, ByteView changed, const std::string& what) {
        const bool is_same =
            same_meaning(file.name, file.bytes, changed) || names_other_trustees(file, changed);
        overwrite(file.path, changed);
        look(file.name.string() + " " + what, is_same ? Conclusion::valid : Conclusion::invalid);
        overwrite(file.path, file.bytes);
    }

    void look(const std::string& what, Conclusion expected = Conclusion::invalid) {
        ++tried_;
        if (record_.conclusion() != expected)
            found_.push_back(what);
    }

    const Texts& found() const { return found_; }

    std::size_t tried() const { return tried_; }

  private:
    const Finished& record_;
    Texts found_;
    std::size_t tried_ = 0;
};

// Every step-th pair of a byte and one of its bits.
Texts unbound_bits(const Finished& record, std::size_t step) {
    Unbound unbound(record);
    std::size_t number = 0;
    for (const auto& file : record.files)
        for (std::size_t i = 0; i < file.bytes.size(); ++i)
            for (unsigned bit = 0; bit < 8; ++bit) {
                if (number++ % step != 0)
                    continue;
                Bytes changed = file.bytes;
                changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1U << bit));
                unbound.try_bytes(file, changed, "byte " + std::to_string(i));
            }
    return unbound.found();
}

} // namespace

TEST_CASE("no byte of a record is unbound") {
    const Finished record;
    CHECK(unbound_bits(record, 257) == Texts{});
    CHECK(record.conclusion() == Conclusion::valid);
}

// Every bit of every byte: scripts/check-all bytes.
TEST_CASE("not a single bit of a record is unbound", "[.slow]") {
    const Finished record;
    CHECK(unbound_bits(record, 1) == Texts{});
}

TEST_CASE("a truncated or extended file of a record is found") {
    const Finished record;
    Unbound unbound(record);
    for (const auto& file : record.files) {
        const ByteView whole(file.bytes);
        for (const std::size_t size : {std::size_t{0}, whole.size() / 2, whole.size() - 1})
            unbound.try_bytes(file, whole.first(size), "cut to " + std::to_string(size));
        Bytes longer = file.bytes;
        longer.push_back('x');
        unbound.try_bytes(file, longer, "with one byte more");
        append(longer, whole);
        unbound.try_bytes(file, longer, "twice");
    }
    CHECK(unbound.found() == Texts{});
    CHECK(unbound.tried() > 4 * record.files.size());
}

// What may be missing: earlier partial tiles, which a board may remove; and seals above the
// threshold and decryptions that the result does not need, since a record does not say how many
// there are. Without a result the record is not finished yet.
TEST_CASE("a missing file of a record is found") {
    const Finished record;
    const std::set<std::string> not_needed{
        "board/tile/0/000.p/1",       "board/tile/0/000.p/2", "board/tile/entries/000.p/1",
        "board/tile/entries/000.p/2", "ceremony/seal-1.note", "ceremony/seal-2.note",
        "ceremony/seal-3.note",       "decryptions/3.json"};
    for (const auto& file : record.files) {
        fs::remove(file.path);
        INFO(file.name.string());
        const Conclusion expected = not_needed.contains(file.name.string()) ? Conclusion::valid
                                    : file.name == "result.json"            ? Conclusion::incomplete
                                                                            : Conclusion::invalid;
        CHECK(record.conclusion() == expected);
        must(write_file(file.path, file.bytes));
    }
    fs::remove(record.election.folder().note("seal", 1));
    fs::remove(record.election.folder().note("seal", 2));
    CHECK(record.conclusion() == Conclusion::incomplete);
}

TEST_CASE("attack 16 files of another election are found one by one") {
    const Finished record;
    // Of the same manifest, in a second ceremony; and of one with another title.
    std::string manifest = tiny_manifest(3, 2);
    manifest.replace(manifest.find("Small"), 5, "Other");
    const Finished again(tiny_manifest(3, 2), "held once more");
    const Finished other(manifest);
    Unbound unbound(record);
    for (const auto* stranger : {&again, &other})
        for (std::size_t i = 0; i < record.files.size(); ++i) {
            REQUIRE(stranger->files.at(i).name == record.files[i].name);
            if (stranger == &again && record.files[i].name != "manifest.json")
                CHECK(stranger->files[i].bytes != record.files[i].bytes);
            unbound.try_bytes(record.files[i], stranger->files[i].bytes, "of another election");
        }
    CHECK(unbound.found() == Texts{});
}

TEST_CASE("attack 16 two swapped files of a record are found") {
    const Finished record;
    Unbound unbound(record);
    for (std::size_t i = 0; i < record.files.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto& [path, name, bytes] = record.files[i];
            if (bytes == record.files[j].bytes)
                continue;
            overwrite(path, record.files[j].bytes);
            unbound.try_bytes(record.files[j], bytes, "and " + name.string());
            overwrite(path, bytes);
        }
    CHECK(unbound.found() == Texts{});
    CHECK(unbound.tried() > 100);
}

TEST_CASE("anything added to a record is found") {
    const Finished record;
    Unbound unbound(record);
    std::set<fs::path> folders{record.folder.path()};
    for (const auto& file : record.files)
        folders.insert(file.path.parent_path());
    for (const auto& folder : folders) {
        const std::string name = folder.lexically_relative(record.folder.path()).string();
        for (const auto* more : {"x", ".hidden", "result.json~", "0.json", "4.json", "join-4.note",
                                 "more-1.note", "seal-01.note"}) {
            must(write_file(folder / more, bytes_of("x")));
            unbound.look(name + " with the file " + more);
            fs::remove(folder / more);
        }
        fs::create_directory(folder / "more");
        must(write_file(folder / "more/x", {}));
        unbound.look(name + " with a folder");
        fs::remove(folder / "more/x");
        unbound.look(name + " with an empty folder");
        fs::remove(folder / "more");
    }
    CHECK(unbound.found() == Texts{});
}

TEST_CASE("attack 34 files of a record replaced by links or folders or pipes are found") {
    const Finished record;
    const TemporaryFolder outside;
    Unbound unbound(record);
    for (const auto& file : record.files) {
        fs::rename(file.path, outside.path() / "moved");
        fs::create_symlink(outside.path() / "moved", file.path);
        unbound.look(file.name.string() + " is a link");
        fs::remove(file.path);
        fs::create_directory(file.path);
        unbound.look(file.name.string() + " is a folder");
        fs::remove(file.path);
        REQUIRE(::mkfifo(file.path.c_str(), 0600) == 0);
        unbound.look(file.name.string() + " is a pipe");
        fs::remove(file.path);
        fs::rename(outside.path() / "moved", file.path);
    }
    CHECK(unbound.found() == Texts{});
}

TEST_CASE("attack 34 folders of a record missing or replaced by links or files are found") {
    const Finished record;
    const TemporaryFolder outside;
    Unbound unbound(record);
    for (const auto* name :
         {"board", "board/tile", "board/tile/0", "board/tile/entries", "ceremony", "decryptions"}) {
        const fs::path folder = record.folder.path() / name;
        fs::rename(folder, outside.path() / "moved");
        CHECK(record.conclusion() != Conclusion::valid);
        fs::create_directory_symlink(outside.path() / "moved", folder);
        unbound.look(std::string(name) + " is a link");
        fs::remove(folder);
        overwrite(folder, bytes_of("x"));
        unbound.look(std::string(name) + " is a file");
        fs::remove(folder);
        fs::rename(outside.path() / "moved", folder);
    }
    CHECK(unbound.found() == Texts{});
    CHECK(record.conclusion() == Conclusion::valid);
}

TEST_CASE("what does not matter in a record does no harm") {
    const Finished record;
    const auto changed = [&](const fs::path& name, const std::function<Bytes(Bytes)>& change) {
        const auto file = std::ranges::find(record.files, name, &Finished::File::name);
        REQUIRE(file != record.files.end());
        const Bytes bytes = change(file->bytes);
        CHECK(bytes != file->bytes);
        CHECK(same_meaning(name, file->bytes, bytes));
        overwrite(file->path, bytes);
        INFO(name.string());
        CHECK(record.conclusion() == Conclusion::valid);
        overwrite(file->path, file->bytes);
    };
    const auto spaced = [](Bytes bytes) {
        bytes.insert(bytes.begin() + 1, {' ', '\t', '\r', '\n'});
        bytes.pop_back();
        return bytes;
    };
    for (const auto* name : {"election.json", "decryptions/1.json", "result.json"})
        changed(name, spaced);
    // A signature by an unknown key.
    SeededRandom random(bytes_of("nobody"));
    const NoteSigner nobody("nobody", SigningKey::generate(random));
    for (const auto& file : record.files)
        if (file.name.parent_path() == "ceremony")
            changed(file.name, [&](const Bytes& bytes) {
                Note note = must(Note::parse(bytes));
                note.sign(nobody);
                return note.encode();
            });
}

TEST_CASE("a result may name any of the trustees whose decryptions are valid") {
    const Finished record;
    const auto file = std::ranges::find(record.files, "result.json", &Finished::File::name);
    REQUIRE(file != record.files.end());
    const std::string text = to_string(file->bytes);
    const auto at = text.find("[1,2]");
    REQUIRE(at != std::string::npos);
    Unbound unbound(record);
    for (const auto* named :
         {"[1,3]", "[2,3]", "[2,1]", "[1,1]", "[1]", "[1,2,3]", "[1,4]", "[]"}) {
        const std::string changed = std::string(text).replace(at, 5, named);
        CHECK(names_other_trustees(*file, bytes_of(changed)) == (changed.find(",3]") == at + 2));
        unbound.try_bytes(*file, bytes_of(changed), named);
    }
    CHECK(unbound.found() == Texts{});
}
