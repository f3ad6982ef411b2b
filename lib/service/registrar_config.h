// SPDX-License-Identifier: Apache-2.0
// The one file by which a registrar's service is set up (docs/registrar.md, "The service").
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"
#include "service/registrar_desk.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace evote::service {

/// How people are identified by OpenID Connect.
struct ProviderConfig {
    std::string issuer;
    std::string client_id;
    std::filesystem::path client_secret{}; ///< a file; empty for a public client
    std::string authentication = "none";   ///< none, basic or post
    std::string scope = "openid";
    std::string claim{};                 ///< that names a voter; empty: voters do not sign in
    std::string role_claim{};            ///< that has the roles of clerks
    std::string clerk_role{};            ///< empty: there are no clerks
    std::filesystem::path authorities{}; ///< PEM; empty: those of the system
};

struct RegistrarConfig {
    std::filesystem::path record; ///< the election's folder, with the log
    std::string fingerprint;      ///< announced, in hex
    std::filesystem::path list;
    std::filesystem::path persons{}; ///< empty: the provider calls voters as the list does
    std::filesystem::path secret;
    std::filesystem::path state;

    std::string listen; ///< HOST:PORT
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::string url;                    ///< its own, without a path
    std::vector<std::string> origins{}; ///< of pages that may be handed codes
    std::string page{};                 ///< for voting
    std::string call{};                 ///< whom to call

    ProviderConfig provider;

    DeskRules rules{};
    std::uint32_t logins_per_minute = 60; ///< of one address
    std::uint32_t tickets_per_minute = 15;
    std::uint32_t connections = 2000;
    std::uint32_t connections_per_address = 200;
    std::uint32_t threads = 2;
    std::uint32_t refresh_seconds = 30; ///< how often the log is read on

    /// Strict JSON. ErrorCode::malformed with the field. Relative paths are taken from `folder`.
    static Result<RegistrarConfig> parse(ByteView file, const std::filesystem::path& folder);
};

} // namespace evote::service
