// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "crypto/sha2.h"
#include "json/json.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

using Scalar = Ristretto255::Scalar;

// One election of the vectors, with the trustees' secrets.
struct Vector {
    explicit Vector(const std::string& name)
        : json(test_vectors(name)),
          manifest(parsed_manifest(json["manifest.json"].get<std::string>())),
          keys_file(json["keys.json"].get<std::string>()) {}

    Polynomials polynomials(std::uint16_t trustee) const {
        Bytes encoded;
        for (const auto& key : secrets(trustee)["coefficients"])
            for (const auto& coefficient : key)
                append(encoded, hex_decode(coefficient.get<std::string>()).value());
        return Polynomials::restore(manifest, trustee, encoded).value();
    }

    Secret<Scalar> tau(std::uint16_t trustee) const {
        const auto bytes = hex_decode(secrets(trustee)["tau"].get<std::string>()).value();
        return Secret<Scalar>(Scalar::decode(bytes).value());
    }

    const nlohmann::json& secrets(std::uint16_t trustee) const {
        return json["trustee_secrets"][trustee - std::size_t{1}];
    }

    nlohmann::json json;
    Manifest manifest;
    std::string keys_file;
};

// keys.json of the vector with one change made to it.
template <class Change>
Error error_after(const Vector& vector, Change change) {
    auto json = nlohmann::ordered_json::parse(vector.keys_file);
    change(json);
    const auto keys = PublicKeys::parse(json_bytes(json), vector.manifest);
    return keys ? Error{} : keys.error();
}

const std::string identity_hex(64, '0');

} // namespace

TEST_CASE("keys json of the vectors is made again byte for byte") {
    for (const auto& name : known_elections) {
        const Vector vector(name);
        const auto expected = nlohmann::json::parse(vector.keys_file);
        std::vector<TrusteeKeys> trustees;
        for (unsigned i = 1; i <= vector.manifest.trustees().count; ++i) {
            const auto index = static_cast<std::uint16_t>(i);
            const auto& entry = expected["trustees"][i - 1];
            trustees.push_back({entry["name"], entry["signer"],
                                vector.polynomials(index).deal(vector.tau(index))});
        }
        const auto keys = must(PublicKeys::combine(vector.manifest, std::move(trustees)));
        CHECK(to_string(keys.file()) == vector.keys_file);
        CHECK(keys.hash() == sha256(bytes_of(vector.keys_file)));
    }
}

TEST_CASE("keys json of the vectors is read and yields the share keys of the secrets") {
    const Vector vector("native/districts-rules-weights.json");
    const auto keys = must(PublicKeys::parse(bytes_of(vector.keys_file), vector.manifest));
    CHECK(keys.keys().size() == vector.manifest.keys_needed());
    CHECK(keys.trustee_count() == 3);
    CHECK(keys.threshold() == 2);
    CHECK(keys.trustee(2).name == "Trustee 2");
    CHECK(to_string(keys.file()) == vector.keys_file);
    for (std::uint16_t j = 1; j <= 3; ++j) {
        ShareSum sum(vector.manifest, j);
        for (std::uint16_t i = 1; i <= 3; ++i)
            REQUIRE(sum.add(keys.trustee(i).dealing, vector.polynomials(i).share(j).expose()));
        const auto secret = std::move(sum).finish().value();
        const auto share_keys = keys.share_keys(j);
        REQUIRE(share_keys.size() == secret.size());
        for (std::size_t k = 0; k < share_keys.size(); ++k)
            CHECK(Ristretto255::mul_generator(secret.expose()[k]) == share_keys[k]);
    }
}

TEST_CASE("share keys decrypt the vectors") {
    // D_i = s[j][i] alpha, so a decryption in the vector shows that s[j] is correct.
    const Vector vector("native/districts-rules-weights.json");
    const auto tally = nlohmann::json::parse(vector.json["tally.json"].get<std::string>());
    for (const auto& file : vector.json["decryptions"]) {
        const auto decryption = nlohmann::json::parse(file["decryption.json"].get<std::string>());
        const auto j = decryption["trustee"].get<std::uint16_t>();
        ShareSum sum(vector.manifest, j);
        for (std::uint16_t i = 1; i <= 3; ++i) {
            const auto polynomials = vector.polynomials(i);
            REQUIRE(sum.add(polynomials.deal(vector.tau(i)), polynomials.share(j).expose()));
        }
        const auto secret = std::move(sum).finish().value();
        for (std::size_t c = 0; c < tally["contests"].size(); ++c) {
            const auto alpha = Ristretto255::Element::decode(
                hex_decode(tally["contests"][c]["alpha"].get<std::string>()).value());
            const auto& shares = decryption["contests"][c]["shares"];
            for (std::size_t o = 0; o < shares.size(); ++o)
                CHECK(hex_encode((secret.expose()[o] * *alpha).encode()) == shares[o]);
        }
    }
}

TEST_CASE("a keys file of another form is refused") {
    const Vector vector("native/districts-rules-weights.json");
    const auto code_after = [&](auto change) { return error_after(vector, change).code; };
    CHECK(code_after([](auto& json) { json["format"] = "evote-keys-2"; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["more"] = 1; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][0]["more"] = 1; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json.erase("keys"); }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][0]["name"] = "a\u202eb"; }) ==
          ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][0]["name"] = ""; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) {
              json["trustees"][0]["signer"] = json["trustees"][1]["signer"];
          }) == ErrorCode::malformed);
    CHECK(PublicKeys::parse(bytes_of("nonsense"), vector.manifest).error().code ==
          ErrorCode::malformed);
}

TEST_CASE("attack 8 only lower case hex and canonical encodings are read") {
    const Vector vector("native/one-of-three.json");
    const auto upper = [](nlohmann::ordered_json& json) {
        std::string hex = json["keys"][0];
        for (char& c : hex)
            c = c == 'b' ? 'B' : c;
        json["keys"][0] = hex;
    };
    CHECK(error_after(vector, upper).code == ErrorCode::malformed);
    // p itself: zero, but not reduced.
    const std::string not_reduced = "ed" + std::string(60, 'f') + "7f";
    const auto error = error_after(vector, [&](nlohmann::ordered_json& json) {
        json["trustees"][0]["commitments"][0][0] = not_reduced;
    });
    CHECK(error.code == ErrorCode::bad_proof);
    CHECK(error.message.english() == "trustee 1 dealt something that is not a key");
    const auto response = error_after(vector, [&](nlohmann::ordered_json& json) {
        json["trustees"][0]["proof"]["response"] = std::string(64, 'f');
    });
    CHECK(response.code == ErrorCode::bad_proof);
}

TEST_CASE("attack 9 identities among keys and coefficients are refused") {
    const Vector vector("native/districts-rules-weights.json");
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}}) {
        const auto error = error_after(vector, [&](nlohmann::ordered_json& json) {
            json["trustees"][1]["commitments"][2][n] = identity_hex;
        });
        CHECK(error.code == ErrorCode::bad_proof);
        CHECK(error.message.english() == "trustee 2 dealt a key that is zero");
    }
}

TEST_CASE("attack 15 a wrong degree or number of keys in keys json is refused") {
    const Vector vector("native/districts-rules-weights.json");
    const auto code_after = [&](auto change) { return error_after(vector, change).code; };
    CHECK(code_after([](auto& json) { json["threshold"] = 3; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["threshold"] = 1; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) {
              auto& key = json["trustees"][0]["commitments"][0];
              key.push_back(key[0]);
          }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][0]["commitments"][0].erase(1); }) ==
          ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][0]["commitments"].erase(0); }) ==
          ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["keys"].push_back(json["keys"][0]); }) ==
          ErrorCode::malformed);
}

TEST_CASE("attack 16 trustees are in keys json once each and in order") {
    const Vector vector("native/districts-rules-weights.json");
    const auto code_after = [&](auto change) { return error_after(vector, change).code; };
    CHECK(code_after([](auto& json) { json["trustees"][0]["index"] = 0; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][2]["index"] = 4; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"][1]["index"] = 1; }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { std::swap(json["trustees"][0], json["trustees"][1]); }) ==
          ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"].erase(2); }) == ErrorCode::malformed);
    CHECK(code_after([](auto& json) { json["trustees"].push_back(json["trustees"][2]); }) ==
          ErrorCode::malformed);
}

TEST_CASE("attack 13 a replayed or altered possession proof is refused and the trustee named") {
    const Vector vector("native/districts-rules-weights.json");
    const auto replayed = error_after(vector, [](nlohmann::ordered_json& json) {
        json["trustees"][2]["proof"] = json["trustees"][0]["proof"];
    });
    CHECK(replayed.code == ErrorCode::bad_proof);
    CHECK(replayed.message.english() ==
          "trustee 3 did not prove that it knows the secrets of its keys");
    // A copy of everything, so only the number of the trustee differs.
    const auto copied = error_after(vector, [](nlohmann::ordered_json& json) {
        json["trustees"][2]["proof"] = json["trustees"][0]["proof"];
        json["trustees"][2]["commitments"] = json["trustees"][0]["commitments"];
    });
    CHECK(copied.message.english() == replayed.message.english());
    const auto swapped = error_after(vector, [](nlohmann::ordered_json& json) {
        std::swap(json["trustees"][0]["commitments"][0], json["trustees"][0]["commitments"][1]);
    });
    CHECK(swapped.message.english() ==
          "trustee 1 did not prove that it knows the secrets of its keys");
    const auto higher = error_after(vector, [](nlohmann::ordered_json& json) {
        json["trustees"][0]["commitments"][0][1] = json["trustees"][0]["commitments"][1][1];
    });
    CHECK(higher.message.english() ==
          "trustee 1 did not prove that it knows the secrets of its keys");
}

TEST_CASE("attack 2 keys of another manifest text are refused") {
    const Vector vector("native/one-of-three.json");
    auto text = vector.json["manifest.json"].get<std::string>();
    text.insert(text.size() - 1, " ");
    const auto other = parsed_manifest(text);
    const auto keys = PublicKeys::parse(bytes_of(vector.keys_file), other);
    REQUIRE_FALSE(keys);
    CHECK(keys.error().code == ErrorCode::bad_proof);
}

TEST_CASE("joint keys that are not the sum of the trustees are refused") {
    const Vector vector("native/districts-rules-weights.json");
    const auto error = error_after(
        vector, [](nlohmann::ordered_json& json) { std::swap(json["keys"][0], json["keys"][1]); });
    CHECK(error.code == ErrorCode::invalid);
    CHECK(english_place(error.place) == "keys[0]");
}

TEST_CASE("two trustees with one signing key are refused") {
    const Vector vector("native/districts-rules-weights.json");
    const auto error = error_after(vector, [](nlohmann::ordered_json& json) {
        std::string signer = json["trustees"][0]["signer"];
        signer.replace(signer.find("trustee-1"), 9, "trustee-2");
        json["trustees"][1]["signer"] = signer;
    });
    CHECK(error.code == ErrorCode::invalid);
    CHECK(error.message.english() == "trustees 1 and 2 have the same signing key");
}

TEST_CASE("signing keys that are equal after a plus sign of base64 are two keys") {
    const Vector vector("native/districts-rules-weights.json");
    auto json = nlohmann::ordered_json::parse(vector.keys_file);
    for (const std::size_t trustee : {0U, 1U})
        json["trustees"][trustee]["signer"].get_ref<std::string&>().back() = '+';
    REQUIRE(json["trustees"][0]["signer"] != json["trustees"][1]["signer"]);
    CHECK(PublicKeys::parse(json_bytes(json), vector.manifest));
}

TEST_CASE("names of trustees") {
    CHECK(is_trustee_name("Айбек Асанов"));
    CHECK(is_trustee_name(std::string(128, 'x')));
    CHECK_FALSE(is_trustee_name(std::string(129, 'x')));
    CHECK_FALSE(is_trustee_name(""));
    CHECK_FALSE(is_trustee_name(" x"));
    CHECK_FALSE(is_trustee_name("x\n"));
    CHECK_FALSE(is_trustee_name("a\xe2\x80\xae"
                                "b"));
    CHECK_FALSE(is_trustee_name("\xff"));
}
