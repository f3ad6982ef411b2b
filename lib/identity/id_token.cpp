// SPDX-License-Identifier: Apache-2.0
#include "identity/id_token.h"

#include "base/text.h"
#include "json/json.h"

#include <algorithm>

namespace evote::identity {

namespace {

using json::JsonValue;

constexpr std::size_t longest_value = 256;
constexpr std::size_t most_roles = 64;
constexpr std::size_t most_audiences = 16;
constexpr std::int64_t last_second = std::int64_t{1} << 53;

// The claims that are looked at, with their types right.
struct Claims {
    std::string issuer;
    std::vector<std::string> audience;
    std::optional<std::string> authorized_party;
    std::int64_t expires = 0;
    std::int64_t issued = 0;
    std::optional<std::int64_t> not_before;
    std::optional<std::int64_t> authenticated;
    std::optional<std::string> nonce;
    std::string subject;
    std::optional<std::string> person;
    std::optional<std::vector<std::string>> roles;
};

Failed refuse_claim(std::string_view claim, Message message) {
    return fail(ErrorCode::token_refused, std::move(message), verbatim(std::string(claim)));
}

std::optional<std::string> optional_text_of(const JsonValue& root, std::string_view claim) {
    const auto node = root.optional_member(claim);
    return node ? std::optional(node->string()) : std::nullopt;
}

std::optional<std::int64_t> optional_second(const JsonValue& root, std::string_view claim) {
    const auto node = root.optional_member(claim);
    return node ? std::optional(node->integer(0, last_second)) : std::nullopt;
}

// A text or a list of texts.
std::vector<std::string> texts_of(const JsonValue& node, std::size_t most) {
    if (!node.is_list())
        return {node.string()};
    std::vector<std::string> out;
    for (const JsonValue& one : node.elements(0, most))
        out.push_back(one.string());
    return out;
}

std::optional<std::vector<std::string>> roles_of(const JsonValue& root, const TokenRules& rules) {
    if (rules.role_claim.empty())
        return std::nullopt;
    const auto roles = root.optional_member(rules.role_claim);
    return roles ? std::optional(texts_of(*roles, most_roles)) : std::nullopt;
}

Result<Claims> read_claims(ByteView payload, const TokenRules& rules) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(payload));
    const JsonValue root = document.root();
    Claims out;
    out.issuer = root.member("iss").string();
    out.audience = texts_of(root.member("aud"), most_audiences);
    out.authorized_party = optional_text_of(root, "azp");
    out.expires = root.member("exp").integer(0, last_second);
    out.issued = root.member("iat").integer(0, last_second);
    out.not_before = optional_second(root, "nbf");
    out.authenticated = optional_second(root, "auth_time");
    out.nonce = optional_text_of(root, "nonce");
    out.subject = root.member("sub").string();
    out.person = optional_text_of(root, rules.person_claim);
    out.roles = roles_of(root, rules);
    EVOTE_TRY_VOID(document.finish());
    return out;
}

Outcome check_parties(const Claims& claims, const TokenRules& rules, const std::string& issuer) {
    if (claims.issuer != issuer)
        return refuse_claim("iss", msg("the token is from another provider"));
    if (std::ranges::find(claims.audience, rules.client_id) == claims.audience.end())
        return refuse_claim("aud", msg("the token is for another service"));
    if (claims.authorized_party ? *claims.authorized_party != rules.client_id
                                : claims.audience.size() > 1)
        return refuse_claim("azp", msg("the token was given to another service"));
    return {};
}

Outcome check_times(const Claims& claims, const TokenRules& rules, std::int64_t now) {
    if (now - rules.clock_skew >= claims.expires)
        return refuse_claim("exp", msg("the token has expired"));
    if (claims.issued > now + rules.clock_skew)
        return refuse_claim("iat", msg("the token is from the future: the clocks of provider and "
                                       "service differ"));
    if (now - claims.issued > rules.longest_age + rules.clock_skew)
        return refuse_claim("iat", msg("the token is too old"));
    if (claims.not_before && *claims.not_before > now + rules.clock_skew)
        return refuse_claim("nbf", msg("the token is not valid yet"));
    return {};
}

// When the person proved who it is.
Outcome check_session(const Claims& claims, const TokenRules& rules,
                      const TokenOccasion& occasion) {
    if (!claims.authenticated) {
        if (rules.longest_session)
            return refuse_claim("auth_time",
                                msg("the token does not say when the person signed in"));
        return {};
    }
    if (*claims.authenticated > occasion.now + rules.clock_skew)
        return refuse_claim("auth_time", msg("the person signs in in the future: the clocks of "
                                             "provider and service differ"));
    const bool too_long_ago =
        rules.longest_session &&
        occasion.now - *claims.authenticated > *rules.longest_session + rules.clock_skew;
    const bool before =
        occasion.not_before && *claims.authenticated < *occasion.not_before - rules.clock_skew;
    if (too_long_ago || before)
        return refuse_claim("auth_time", msg("the person signed in too long ago"));
    return {};
}

// A value that is shown, stored and compared.
bool is_plain(const std::string& value) {
    return !value.empty() && value.size() <= longest_value && printable(value) == value &&
           trim(value).size() == value.size();
}

Outcome check_person(const TokenClaims& claims, const TokenRules& rules) {
    if (!claims.person)
        return refuse_claim(rules.person_claim, msg("the token does not say who the person is"));
    if (!is_plain(*claims.person))
        return refuse_claim(rules.person_claim, msg("this cannot be what names a person"));
    const auto roles = claims.roles.value_or(std::vector<std::string>());
    if (!std::ranges::all_of(roles, is_plain))
        return refuse_claim(rules.role_claim, msg("this cannot be a role"));
    if (!rules.role.empty() && std::ranges::find(roles, rules.role) == roles.end())
        return fail(ErrorCode::login_refused,
                    msg("the person does not have the role \"{0}\"", rules.role),
                    verbatim(rules.role_claim));
    return {};
}

} // namespace

Result<TokenClaims> check_token(const VerifiedPayload& payload, const TokenRules& rules,
                                const TokenOccasion& occasion) {
    auto claims = read_claims(payload.bytes(), rules);
    if (!claims) {
        claims.error().code = ErrorCode::token_refused;
        return fail(std::move(claims).take_error());
    }
    EVOTE_TRY_VOID(check_parties(*claims, rules, occasion.issuer));
    EVOTE_TRY_VOID(check_times(*claims, rules, occasion.now));
    if (!claims->nonce || !equal(bytes_of(*claims->nonce), bytes_of(occasion.nonce)))
        return refuse_claim("nonce", msg("the token is from another login"));
    EVOTE_TRY_VOID(check_session(*claims, rules, occasion));
    if (!is_plain(claims->subject))
        return refuse_claim("sub", msg("this cannot be the name of an account"));
    return TokenClaims{std::move(claims->issuer), std::move(claims->subject),
                       std::move(claims->person), std::move(claims->roles),
                       claims->authenticated.value_or(claims->issued)};
}

Outcome add_user_info(TokenClaims& claims, ByteView document, const TokenRules& rules) {
    const auto refuse = [](Error error) {
        error.code = ErrorCode::token_refused;
        return fail(std::move(error).in_file("userinfo"));
    };
    const auto read = json::JsonDocument::parse(document);
    if (!read)
        return refuse(read.error());
    const JsonValue root = read->root();
    const std::string subject = root.member("sub").string();
    auto person = optional_text_of(root, rules.person_claim);
    auto roles = roles_of(root, rules);
    if (const auto finished = read->finish(); !finished)
        return refuse(finished.error());
    if (subject != claims.subject)
        return refuse_claim("userinfo.sub", msg("the provider answers about another account"));
    if (!claims.person)
        claims.person = std::move(person);
    if (!claims.roles)
        claims.roles = std::move(roles);
    return {};
}

Result<Identified> identify(TokenClaims claims, const TokenRules& rules) {
    EVOTE_TRY_VOID(check_person(claims, rules));
    return Identified{
        std::move(claims.issuer), std::move(claims.subject), *std::move(claims.person),
        std::move(claims.roles).value_or(std::vector<std::string>()), claims.authenticated_at};
}

Result<Identified> check_id_token(const VerifiedPayload& payload, const TokenRules& rules,
                                  const TokenOccasion& occasion) {
    EVOTE_TRY(auto claims, check_token(payload, rules, occasion));
    return identify(std::move(claims), rules);
}

} // namespace evote::identity
