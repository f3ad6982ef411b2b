// SPDX-License-Identifier: Apache-2.0
#include "identity/jwt.h"

#include "base/text.h"
#include "identity/base64url.h"
#include "json/json.h"

#include <algorithm>

namespace evote::identity {

namespace {

constexpr std::size_t longest_name = 256;

Failed refuse_token(Message message, std::string place) {
    return fail(ErrorCode::token_refused, std::move(message), verbatim(std::move(place)));
}

// "JWT" in any letters (RFC 7519, section 5.1): other types are tokens for other purposes.
bool is_type_of_id_tokens(std::string_view type) {
    return std::ranges::equal(type, std::string_view("jwt"), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
}

} // namespace

Result<SignedToken> SignedToken::parse(std::string_view compact) {
    if (compact.size() > longest)
        return fail(ErrorCode::token_refused,
                    msg("the token is longer than {0} characters", longest));
    const auto parts = split(compact, '.');
    if (parts.size() != 3)
        return fail(ErrorCode::token_refused, msg("this is not a signed token"));
    const auto header = base64url_decode(parts[0]);
    auto payload = base64url_decode(parts[1]);
    auto signature = base64url_decode(parts[2]);
    if (!header || !payload || !signature)
        return fail(ErrorCode::token_refused, msg("the token is not base64url without padding"));
    SignedToken out;
    EVOTE_TRY_VOID(out.read_header(*header));
    out.signed_text_ = compact.substr(0, compact.size() - parts[2].size() - 1);
    out.payload_ = *std::move(payload);
    out.signature_ = *std::move(signature);
    return out;
}

Outcome SignedToken::read_header(ByteView header) {
    const auto in_header = [](Error error) {
        error.code = ErrorCode::token_refused;
        return fail(std::move(error).at(verbatim("header")));
    };
    const auto document = json::JsonDocument::parse(header);
    if (!document)
        return in_header(document.error());
    const auto root = document->root();
    const std::string algorithm = root.member("alg").string();
    const auto type = root.optional_member("typ");
    const std::string type_name = type ? type->string() : "JWT";
    const auto key = root.optional_member("kid");
    if (key)
        key_name_ = key->string();
    const bool has_extensions = root.optional_member("crit").has_value();
    if (const auto read = document->finish(); !read)
        return in_header(read.error());
    const auto known = algorithm_of(algorithm);
    if (!known)
        return refuse_token(msg("the token is signed by \"{0}\"; RS256 or ES256 is needed",
                                printable(algorithm.substr(0, longest_name))),
                            "header.alg");
    if (!is_type_of_id_tokens(type_name))
        return refuse_token(msg("the token is for another purpose"), "header.typ");
    if (has_extensions)
        return refuse_token(msg("the token has extensions that this version does not know"),
                            "header.crit");
    if (key_name_ && key_name_->size() > longest_name)
        return refuse_token(msg("the name of this key is empty or too long"), "header.kid");
    algorithm_ = *known;
    return {};
}

Result<VerifiedPayload> SignedToken::verify(const SignatureKey& key) const {
    if (key.algorithm() != algorithm_ || !key.verify(bytes_of(signed_text_), signature_))
        return refuse_token(msg("the signature of the token is wrong"), "signature");
    return VerifiedPayload(payload_);
}

} // namespace evote::identity
