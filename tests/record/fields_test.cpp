// SPDX-License-Identifier: Apache-2.0
// Every field of every JSON document of a record, changed in every way that a field can be.
#include "json/json.h"
#include "support/damage.h"
#include "support/record_files.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// Calls `visit` with every document that differs from `root` in one value: the value at `node`
// (which is inside `root`) or one below it.
class FieldChanges {
  public:
    using Visit = std::function<void(const std::string& what)>;

    FieldChanges(JsonWriter& root, Visit visit) : root_(root), visit_(std::move(visit)) {}

    void all() { below(root_, ""); }

  private:
    void below(JsonWriter& node, const std::string& place) {
        replacements(node, place);
        if (node.is_object())
            members(node, place);
        if (node.is_array())
            elements(node, place);
    }

    void replacements(JsonWriter& node, const std::string& place) {
        const JsonWriter value = node;
        std::vector<JsonWriter> others{nullptr,
                                       true,
                                       "",
                                       "x",
                                       0,
                                       1,
                                       -1,
                                       std::uint64_t{1} << 63,
                                       1.5,
                                       JsonWriter::array(),
                                       JsonWriter::object(),
                                       {value}};
        if (value.is_string()) {
            const auto text = value.get<std::string>();
            others.emplace_back(text + "0");
            others.emplace_back(text.substr(0, text.size() - 1));
            others.emplace_back((text[0] == '0' ? "1" : "0") + text.substr(1));
            others.emplace_back(text.substr(0, text.size() - 1) + (text.back() == '0' ? "1" : "0"));
        }
        if (value.is_number_integer()) {
            others.emplace_back(value.get<std::int64_t>() + 1);
            others.emplace_back(value.get<std::int64_t>() - 1);
            others.emplace_back(std::to_string(value.get<std::int64_t>()));
            others.emplace_back(value.get<double>());
        }
        for (const auto& other : others) {
            if (other.dump() == value.dump())
                continue;
            node = other;
            visit_(place + " is " + other.dump());
        }
        node = value;
    }

    // A member removed, duplicated, and one added. (Its position does not matter.)
    void members(JsonWriter& node, const std::string& place) {
        const JsonWriter whole = node;
        for (const auto& [key, value] : whole.get_ref<const JsonWriter::object_t&>()) {
            node.erase(key);
            visit_(place + "." + key + " removed");
            node = whole;
            // As the base class, which does not search for the key.
            JsonWriter::object_t::Container& list = node.get_ref<JsonWriter::object_t&>();
            list.emplace_back(key, value);
            visit_(place + "." + key + " twice");
            node = whole;
        }
        node["unknown"] = 1;
        visit_(place + ".unknown added");
        node = whole;
        for (const auto& [key, value] : whole.get_ref<const JsonWriter::object_t&>())
            below(node[key], place + "." + key);
    }

    void elements(JsonWriter& node, const std::string& place) {
        const JsonWriter whole = node;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            const std::string item = place + "[" + std::to_string(i) + "]";
            node.erase(i);
            visit_(item + " removed");
            node = whole;
            node.insert(node.begin() + static_cast<std::ptrdiff_t>(i), whole[i]);
            visit_(item + " twice");
            node = whole;
            if (i > 0 && whole[i] != whole[0]) {
                std::swap(node[0], node[i]);
                visit_(item + " in the first place");
                node = whole;
            }
            below(node[i], item);
        }
    }

    JsonWriter& root_;
    Visit visit_;
};

} // namespace

TEST_CASE("no field of a document in a record is unbound") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(3, 2));
    election.run(2);
    std::vector<std::string> unbound;
    std::size_t documents = 0;
    std::size_t tried = 0;
    for (const auto& path : files_of(folder.path())) {
        if (path.extension() != ".json")
            continue;
        ++documents;
        const Bytes original = must(read_file(path));
        auto root = JsonWriter::parse(text_of(original));
        REQUIRE(json_bytes(root) == original);
        FieldChanges(root, [&](const std::string& what) {
            ++tried;
            overwrite(path, json_bytes(root));
            if (audit(election.folder()).report.conclusion() != Conclusion::invalid)
                unbound.push_back(path.filename().string() + what);
        }).all();
        overwrite(path, original);
    }
    CHECK(unbound == std::vector<std::string>{});
    CHECK(documents == 8);
    CHECK(tried > 1000);
    CHECK(audit(election.folder()).report.conclusion() == Conclusion::valid);
}

// The same for what is not JSON: lines of the notes, of the roll and of the checkpoint.
TEST_CASE("no line of a text in a record is unbound") {
    const TemporaryFolder folder;
    SmallElection election(folder.path(), tiny_manifest(3, 2));
    election.run(2);
    std::vector<std::string> unbound;
    std::size_t tried = 0;
    for (const auto& path : files_of(folder.path())) {
        if (path.extension() == ".json" || path.string().find("/tile/") != std::string::npos)
            continue;
        const Bytes original = must(read_file(path));
        const auto lines = split(text_of(original), '\n');
        for (std::size_t i = 0; i + 1 < lines.size(); ++i)
            for (const std::size_t times : {0U, 2U}) {
                std::string text;
                for (std::size_t k = 0; k + 1 < lines.size(); ++k)
                    for (std::size_t n = 0; n < (k == i ? times : 1); ++n)
                        text.append(lines[k]).append("\n");
                if (same_meaning(path.lexically_relative(folder.path()), original, bytes_of(text)))
                    continue;
                ++tried;
                overwrite(path, bytes_of(text));
                if (audit(election.folder()).report.conclusion() != Conclusion::invalid)
                    unbound.push_back(path.filename().string() + " line " + std::to_string(i + 1) +
                                      (times == 0 ? " removed" : " twice"));
            }
        overwrite(path, original);
    }
    CHECK(unbound == std::vector<std::string>{});
    CHECK(tried > 100);
}
