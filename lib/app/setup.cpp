// SPDX-License-Identifier: Apache-2.0
#include "app/setup.h"

#include "app/setup_description.h"
#include "app/setup_templates.h"
#include "app/workable.h"
#include "base/text.h"
#include "evote/check.h"
#include "os/file.h"
#include "record/open_record.h"

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
    const record::RecordFolder record(folder);
    EVOTE_TRY(const protocol::Manifest manifest, record::read_manifest(record));
    console.facts(describe_election(manifest, console.language()), facts_of(manifest));
    return manifest_must_work(record, manifest, console);
}

} // namespace evote::app
