// SPDX-License-Identifier: Apache-2.0
#include "app/letter_facts.h"
#include "app/private_file.h"
#include "app/registrar_desk.h"
#include "app/registrar_service.h"
#include "app/sealed_ground.h"
#include "app/secret_file.h"
#include "app/service_end.h"
#include "app/workable.h"
#include "base/text.h"
#include "http/client.h"
#include "http/server.h"
#include "os/file.h"
#include "service/identification_log.h"
#include "service/registrar_config.h"
#include "service/registrar_site.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

using service::RegistrarConfig;

constexpr std::uint64_t largest_config = 1 << 16;
constexpr std::uint64_t largest_secret = 4096;

Result<RegistrarConfig> read_config(const std::filesystem::path& path) {
    EVOTE_TRY(const Bytes file, os::read_file(path, largest_config));
    EVOTE_TRY(const auto absolute, os::absolute_path(path));
    auto config = RegistrarConfig::parse(file, absolute.parent_path());
    if (!config)
        return fail(std::move(config).take_error().in_file(path.string()));
    for (const auto& file_of : {config->list, config->persons, config->secret, config->state,
                                config->key, config->provider.client_secret})
        EVOTE_TRY_VOID(keep_out_of_record(file_of, config->record));
    return config;
}

// What the service reads once, and what belongs to it.
struct ServedFiles {
    std::unique_ptr<service::PresentCodes> codes;
    registrar::PrivateList list;
    service::VoterIndex index;
};

Outcome read_persons(const RegistrarConfig& config, service::VoterIndex& index, Console& console) {
    if (config.persons.empty())
        return {};
    EVOTE_TRY(const Bytes file, os::read_file(config.persons));
    std::vector<Error> faults;
    auto read = index.read_persons(file, faults);
    for (auto& fault : faults)
        console.warn(std::move(fault).in_file(config.persons.string()));
    if (!read)
        return fail(std::move(read).take_error().in_file(config.persons.string()));
    return {};
}

Result<ServedFiles> read_files(const RegistrarConfig& config, const RegistrarServeOptions& options,
                               crypto::Random& random, Console& console) {
    EVOTE_TRY(auto announced, record::StatedFingerprint::parse(config.fingerprint));
    EVOTE_TRY(auto record,
              open_sealed(config.record, record::Anchor(std::move(announced)), console));
    EVOTE_TRY_VOID(must_have_registrars(record.manifest()));
    EVOTE_TRY(auto file, open_secret_file<registrar::RegistrarSecretFile>(
                             {config.secret, options.passphrase}, record.manifest(), console));
    EVOTE_TRY(auto codes, service::PresentCodes::read(std::move(record),
                                                      std::move(file).take_secret(), random));
    EVOTE_TRY(Bytes rows, os::read_file(config.list));
    auto list = registrar::PrivateList::parse(std::move(rows), codes->record().manifest());
    if (list)
        if (auto same = codes->secret().must_be_for_list(list->hash()); !same)
            list = fail(std::move(same).take_error());
    if (!list)
        return fail(std::move(list).take_error().in_file(config.list.string()));
    service::VoterIndex index(*list);
    EVOTE_TRY_VOID(read_persons(config, index, console));
    return ServedFiles{std::move(codes), *std::move(list), std::move(index)};
}

service::StateOwner owner_of(const service::PresentCodes& codes) {
    return service::owner_of(codes.secret(), codes.record().election.fingerprint());
}

identity::Fetch fetch_by(http::Client& client) {
    return [&client](identity::FetchRequest request, identity::Fetched done) {
        client.fetch({request.method, request.url, request.fields, request.body}, std::move(done));
    };
}

Result<SecretBytes> read_client_secret(const std::filesystem::path& path) {
    if (path.empty())
        return SecretBytes();
    EVOTE_TRY(const SecretBytes file, os::read_secret_file(path, largest_secret));
    auto bytes = file.expose();
    while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r'))
        bytes = bytes.first(bytes.size() - 1);
    return SecretBytes(bytes);
}

identity::ClientAuthentication authentication_of(const std::string& word) {
    if (word == "basic")
        return identity::ClientAuthentication::basic;
    return word == "post" ? identity::ClientAuthentication::post
                          : identity::ClientAuthentication::none;
}

Result<service::SignIn> sign_in(const RegistrarConfig& config,
                                const std::shared_ptr<identity::Provider>& provider,
                                identity::TokenRules rules, identity::Prompt prompt,
                                crypto::Random& random) {
    identity::LoginSettings settings;
    settings.token = std::move(rules);
    settings.token.client_id = config.provider.client_id;
    settings.authentication = authentication_of(config.provider.authentication);
    EVOTE_TRY(settings.client_secret, read_client_secret(config.provider.client_secret));
    settings.redirect_uri = config.url + "/callback";
    settings.scope = config.provider.scope;
    settings.prompt = prompt;
    EVOTE_TRY(auto login, identity::Login::create(provider, std::move(settings), random));
    return service::sign_in_by(std::move(login));
}

Outcome add_sign_ins(const RegistrarConfig& config, http::Client& client, crypto::Random& random,
                     service::RegistrarSite::Parts& parts) {
    EVOTE_TRY(auto provider,
              identity::Provider::create(config.provider.issuer, identity::PlainHttp::on_loopback,
                                         fetch_by(client), http::system_time));
    if (!config.provider.claim.empty()) {
        identity::TokenRules rules;
        rules.person_claim = config.provider.claim;
        EVOTE_TRY(parts.voters,
                  sign_in(config, provider, std::move(rules), identity::Prompt::login, random));
    }
    if (!config.provider.clerk_role.empty()) {
        identity::TokenRules rules;
        rules.role_claim = config.provider.role_claim;
        rules.role = config.provider.clerk_role;
        EVOTE_TRY(parts.clerks,
                  sign_in(config, provider, std::move(rules), identity::Prompt::login, random));
    }
    return {};
}

service::SiteSettings settings_of(const RegistrarConfig& config,
                                  const service::PresentCodes& codes) {
    const auto rate = [](std::uint32_t per_minute) {
        return http::RateLimit::Rate{per_minute, std::chrono::milliseconds(60000 / per_minute)};
    };
    return {config.url,
            config.origins,
            letter_facts(codes.record(), codes.secret().registrar(), config.page, config.call),
            config.rules.ticket_seconds,
            {rate(config.logins_per_minute), rate(config.tickets_per_minute)}};
}

http::ServerOptions server_options(const RegistrarConfig& config, const http::Log& log) {
    http::ServerOptions out;
    out.address = config.listen;
    out.certificate = config.certificate;
    out.key = config.key;
    out.threads = config.threads;
    out.limits.connections = config.connections;
    out.limits.connections_per_address = config.connections_per_address;
    out.log = &log;
    return out;
}

void read_log_on(service::PresentCodes& codes, crypto::Random& random, const http::Log& log) {
    if (const auto read = codes.refresh(random); !read)
        log.write("refresh",
                  {{"error", error_name(read.error().code)}, {"text", read.error().english()}});
}

// Until somebody ends it.
void wait_for_end(const RegistrarConfig& config, const Signals& signals,
                  service::PresentCodes& codes, http::Server& server, crypto::Random& random,
                  const http::Log& log) {
    for (;;) {
        switch (signals.wait(config.refresh_seconds)) {
        case 0:
            read_log_on(codes, random, log);
            break;
        case SIGHUP:
            reload_certificate(server, log);
            break;
        default:
            return;
        }
    }
}

// The end of the chain, which a log elsewhere then knows, too.
void write_head(service::RegistrarStore& store, std::string_view event, const http::Log& log) {
    const auto last = store.read([](service::RegistrarTables& tables) { return tables.last(); });
    if (last && *last)
        log.write(event, {{"rows", (*last)->row}, {"head", hex_encode((*last)->hash)}});
    else
        log.write(event, {{"rows", 0}});
}

} // namespace

Outcome registrar_new(const RegistrarServeOptions& options, crypto::Random& random,
                      Console& console) {
    EVOTE_TRY(const auto config, read_config(options.config));
    EVOTE_TRY_VOID(os::must_be_free(config.state));
    EVOTE_TRY(const auto files, read_files(config, options, random, console));
    EVOTE_TRY_VOID(service::RegistrarTables::create(config.state, owner_of(*files.codes)));
    console.facts(
        {msg("{0} is the empty state of the service of registrar {1}", config.state.string(),
             files.codes->secret().registrar())},
        {{"state", config.state.string()}, {"registrar", files.codes->secret().registrar()}});
    return {};
}

Outcome registrar_serve(const RegistrarServeOptions& options, crypto::Random& random,
                        Console& console) {
    EVOTE_TRY(const auto config, read_config(options.config));
    EVOTE_TRY(const auto files, read_files(config, options, random, console));
    const Signals signals;
    const http::Log log;
    EVOTE_TRY(const auto store,
              service::RegistrarStore::open(config.state, owner_of(*files.codes)));
    service::RegistrarDesk desk(
        {*files.codes, files.list, files.index, *store, random, http::system_time, log},
        config.rules);
    http::ClientOptions client_options;
    client_options.authorities = config.provider.authorities;
    client_options.plain_http = http::PlainHttp::on_loopback;
    EVOTE_TRY(auto client, http::Client::create(client_options));
    service::RegistrarSite::Parts parts{desk, {}, {}, random, http::system_time, log};
    EVOTE_TRY_VOID(add_sign_ins(config, client, random, parts));
    service::RegistrarSite site(std::move(parts), settings_of(config, *files.codes));
    EVOTE_TRY(auto server,
              http::Server::listen(server_options(config, log),
                                   [&site](http::Request request, const http::Respond& respond) {
                                       site.handle(std::move(request), respond);
                                   }));
    write_head(*store, "begin", log);
    log.write("listening", {{"port", server.port()}});
    wait_for_end(config, signals, *files.codes, server, random, log);
    server.stop();
    { const http::Client ended = std::move(client); } // its last answers still find the site
    store->finish();
    write_head(*store, "end", log);
    return {};
}

} // namespace evote::app
