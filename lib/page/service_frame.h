// SPDX-License-Identifier: Apache-2.0
// The beginning and the end of a service's pages, and parts of their forms.
#pragma once

#include "page/registrar_pages.h"

namespace evote::page {

/// Up to <body>.
std::string frame_head(const PageFrame& frame);

/// The heading.
std::string frame_title(const PageFrame& frame);

/// Whom to call.
std::string frame_call(const PageFrame& frame);

/// All up to the content, which is in <main>. `here` is the path of a page that can be asked for in
/// another language; empty for others.
std::string frame_begin(const PageFrame& frame, std::string_view here);
std::string frame_end(const PageFrame& frame);

std::string with_language(std::string_view path, texts::Language language);

std::string hidden_field(std::string_view name, std::string_view value);
std::string language_field(const PageFrame& frame);

/// Language and token.
std::string form_fields(const PageFrame& frame, std::string_view token);

} // namespace evote::page
