// SPDX-License-Identifier: Apache-2.0
#include "identity/jwks.h"

#include "identity/base64url.h"
#include "json/json.h"

#include <algorithm>

namespace evote::identity {

namespace {

using json::JsonValue;

constexpr std::size_t most_keys = 100;
constexpr std::size_t longest_key_name = 256;

Bytes read_base64url(const JsonValue& node) {
    auto bytes = base64url_decode(node.string());
    if (!bytes)
        node.refuse(msg("base64url without padding is expected here"));
    return std::move(bytes).value_or(Bytes());
}

std::optional<std::string> optional_text(const JsonValue& key, std::string_view name) {
    const auto node = key.optional_member(name);
    return node ? std::optional(node->string()) : std::nullopt;
}

// Whether the key is, by what it says of itself, for signatures to be verified.
bool verifies_signatures(const JsonValue& key) {
    const auto use = optional_text(key, "use");
    const auto operations = key.optional_member("key_ops");
    bool verifies = !use || *use == "sig";
    if (operations) {
        const auto named = operations->elements(0, 16);
        verifies = verifies && std::ranges::any_of(named, [](const JsonValue& one) {
                       return one.string() == "verify";
                   });
    }
    return verifies;
}

std::optional<std::string> read_key_name(const JsonValue& key) {
    auto name = optional_text(key, "kid");
    if (name && (name->empty() || name->size() > longest_key_name))
        key.refuse(msg("the name of this key is empty or too long"));
    return name;
}

// The key, unless it is of another type, curve, algorithm or use.
std::optional<SignatureKey> read_key(const JsonValue& node) {
    const std::string type = node.member("kty").string();
    const bool is_rsa = type == "RSA";
    if (!is_rsa && type != "EC")
        return std::nullopt;
    const auto named_algorithm = optional_text(node, "alg");
    const bool for_signatures = verifies_signatures(node);
    const bool curve_fits = is_rsa || node.member("crv").string() == "P-256";
    if (!for_signatures || !curve_fits || (named_algorithm && !algorithm_of(*named_algorithm)))
        return std::nullopt;
    if (node.optional_member("d")) {
        node.refuse(msg("this key is private: whoever reads it can sign"));
        return std::nullopt;
    }
    const Bytes first = read_base64url(node.member(is_rsa ? "n" : "x"));
    const Bytes second = read_base64url(node.member(is_rsa ? "e" : "y"));
    auto key = is_rsa ? SignatureKey::rsa(first, second) : SignatureKey::p256(first, second);
    if (!key) {
        node.refuse(key.error().message);
        return std::nullopt;
    }
    if (named_algorithm && algorithm_of(*named_algorithm) != key->algorithm()) {
        node.refuse(msg("this key is not one for its algorithm"));
        return std::nullopt;
    }
    return *std::move(key);
}

} // namespace

std::optional<Algorithm> algorithm_of(std::string_view name) {
    if (name == "RS256")
        return Algorithm::rs256;
    if (name == "ES256")
        return Algorithm::es256;
    return std::nullopt;
}

Result<Jwks> Jwks::parse(ByteView document) {
    EVOTE_TRY(const auto read, json::JsonDocument::parse(document));
    Jwks out;
    for (const JsonValue& node : read.root().member("keys").elements(0, most_keys)) {
        auto name = read_key_name(node);
        auto key = read_key(node);
        if (!key)
            continue;
        if (name && out.find(key->algorithm(), name) != nullptr)
            node.refuse(msg("two keys have this name"));
        out.keys_.push_back({std::move(name), *std::move(key)});
    }
    EVOTE_TRY_VOID(read.finish());
    return out;
}

const SignatureKey* Jwks::find(Algorithm algorithm, const std::optional<std::string>& name) const {
    const SignatureKey* found = nullptr;
    for (const Named& one : keys_) {
        if (one.key.algorithm() != algorithm || (name && one.name != name))
            continue;
        if (found != nullptr)
            return nullptr; // which of them is not said
        found = &one.key;
    }
    return found;
}

} // namespace evote::identity
