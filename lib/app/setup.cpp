// SPDX-License-Identifier: Apache-2.0
#include "evote/app/setup.h"

#include "app/setup_rules.h"
#include "app/setup_templates.h"

#include "evote/base/check.h"
#include "evote/base/text.h"
#include "evote/os/file.h"
#include "evote/record/open_record.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

constexpr std::string_view id_mark = "@ID@";

Result<std::string_view> find_template(const std::string& name) {
    std::string names;
    for (const auto& known : manifest_templates()) {
        if (known.name == name)
            return known.text;
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    return fail(ErrorCode::unknown_template,
                msg("there is no template {0}; the templates are {1}", name, names));
}

// The given id, or the name of the election's folder.
Result<std::string> id_of(const SetupNewOptions& options) {
    if (!options.id.empty())
        return options.id;
    EVOTE_TRY(const auto folder, os::absolute_path(options.folder));
    const auto whole = folder.lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

class Description {
  public:
    Description(const protocol::Manifest& manifest, texts::Language language)
        : manifest_(manifest), language_(texts::language_tag(language)) {}

    std::vector<Message> lines() {
        lines_.push_back(msg("Election {0}: {1}", manifest_.id(), title(manifest_.title())));
        const auto trustees = manifest_.trustees();
        lines_.push_back(msg("Trustees: {0}, of whom {1} are needed to decrypt", trustees.count,
                             trustees.threshold));
        lines_.push_back(manifest_.revote() == protocol::Revote::last
                             ? msg("A voter may vote again; the last ballot counts")
                             : msg("A voter votes once; a second ballot is refused"));
        times();
        for (std::size_t i = 0; i < manifest_.districts().size(); ++i)
            district(i);
        for (const auto& contest : manifest_.contests())
            describe(contest);
        return std::move(lines_);
    }

  private:
    std::string title(const protocol::LocalText& text) const {
        return std::string(text.in(language_));
    }

    void times() {
        if (manifest_.opens())
            lines_.push_back(msg("The box opens at {0}", manifest_.opens()->text));
        if (manifest_.closes())
            lines_.push_back(msg("The box closes at {0}", manifest_.closes()->text));
    }

    void district(std::size_t index) {
        const auto& district = manifest_.districts()[index];
        std::string contests;
        for (const auto contest : district.contests)
            contests += (contests.empty() ? "" : ", ") + manifest_.contests()[contest].id;
        lines_.push_back(msg("District {0}: {1}", district.id, title(district.title)));
        lines_.push_back(msg("    votes in: {0}", contests));
        lines_.push_back(msg("    a ballot has {0} bytes", manifest_.ballot_size(index)));
    }

    void describe(const protocol::Contest& contest) {
        lines_.push_back(msg("Contest {0}: {1}", contest.id, title(contest.title)));
        for (const auto& option : contest.options)
            lines_.push_back(msg("    {0}: {1}", option.id, title(option.title)));
        for (const auto& rule : contest.rules)
            lines_.push_back(rule_in_words(contest, rule, language_));
    }

    const protocol::Manifest& manifest_;
    std::string_view language_;
    std::vector<Message> lines_;
};

json::JsonWriter facts_of(const protocol::Manifest& manifest) {
    json::JsonWriter districts = json::JsonWriter::array();
    for (std::size_t i = 0; i < manifest.districts().size(); ++i)
        districts.push_back(
            {{"id", manifest.districts()[i].id}, {"ballot_bytes", manifest.ballot_size(i)}});
    return {{"id", manifest.id()},
            {"manifest", hex_encode(manifest.hash())},
            {"keys", manifest.keys_needed()},
            {"districts", districts}};
}

} // namespace

Outcome setup_new(const SetupNewOptions& options, Console& console) {
    EVOTE_TRY(const std::string_view chosen, find_template(options.template_name));
    std::string text(chosen);
    EVOTE_TRY(const std::string id, id_of(options));
    text.replace(text.find(id_mark), id_mark.size(), id);
    // The templates are valid, so any fault is the id's, which may even contain more JSON.
    const auto manifest = protocol::Manifest::parse(bytes_of(text));
    if (!manifest || manifest->id() != id)
        return fail(ErrorCode::usage,
                    msg("the id of an election cannot be '{0}': an id has 1 to 64 of the "
                        "characters A-Z, a-z, 0-9, point, underscore and hyphen. Choose one with "
                        "--id",
                        id));
    const record::RecordFolder record(options.folder);
    EVOTE_TRY_VOID(os::make_folders(record.path()));
    EVOTE_TRY_VOID(os::write_file(record.manifest(), bytes_of(text)));
    console.facts({msg("{0} is written; edit it, then run: evote-setup check {1}",
                       record.manifest().string(), record.path().string())},
                  {{"manifest", record.manifest().string()}, {"id", id}});
    return {};
}

Outcome setup_check(const std::filesystem::path& folder, Console& console) {
    EVOTE_TRY(const protocol::Manifest manifest,
              record::read_manifest(record::RecordFolder(folder)));
    console.facts(Description(manifest, console.language()).lines(), facts_of(manifest));
    return {};
}

} // namespace evote::app
