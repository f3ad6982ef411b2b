// SPDX-License-Identifier: Apache-2.0
#include "identity/fetch.h"

#include "base/secret.h"

namespace evote::identity {

FetchRequest::FetchRequest(std::string the_method, std::string the_url, http::Fields the_fields,
                           std::string the_body)
    : method(std::move(the_method)),
      url(std::move(the_url)),
      fields(std::move(the_fields)),
      body(std::move(the_body)) {}

FetchRequest::~FetchRequest() {
    for (http::Field& one : fields)
        wipe(one.value.data(), one.value.capacity());
    wipe(body.data(), body.capacity());
}

} // namespace evote::identity
