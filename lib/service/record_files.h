// SPDX-License-Identifier: Apache-2.0
// The public files of a record as they are, for anybody to fetch and any cache to keep.
#pragma once

#include "http/message.h"
#include "protocol/manifest.h"
#include "record/record_folder.h"
#include "service/published_log.h"

#include <string>
#include <string_view>

namespace evote::service {

/// Whether a record may have a file of this name, relative to its folder, with '/' between folders:
/// those of docs/record.md, and no other spelling of them. What is in board/tile is not asked for
/// here.
bool is_record_file(std::string_view name, const protocol::Manifest& manifest);

/// Answers GET and HEAD with strong entity tags, If-None-Match, and one range. Thread-safe.
class RecordFiles {
  public:
    /// All of them outlive the object.
    RecordFiles(const record::RecordFolder& folder, const protocol::Manifest& manifest,
                const PublishedLog& published)
        : folder_(folder), manifest_(manifest), published_(published) {}

    /// `name` is what is asked for, relative to the record. 404 for whatever a record has no place
    /// for, links, and tiles beyond the published checkpoint, which a crash may yet take back.
    /// board/checkpoint is the published one.
    http::Response answer(const http::Request& request, std::string_view name) const;

  private:
    bool is_there(std::string_view name) const;
    http::Response checkpoint(const http::Request& request) const;

    const record::RecordFolder& folder_;
    const protocol::Manifest& manifest_;
    const PublishedLog& published_;
};

} // namespace evote::service
