// SPDX-License-Identifier: Apache-2.0
// CLI11 2.1 says what is wrong only in English sentences. Here the kind of the error and the state
// in which it left the app tell which option it is about.
#include "usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace evote::tools {

namespace {

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    return fmt::format("{}", fmt::join(words, separator));
}

class WrongUsage {
  public:
    WrongUsage(const CLI::App& app, const std::vector<std::string>& arguments)
        : app_(app), arguments_(arguments) {
        const auto commands = app.get_subcommands();
        if (!commands.empty())
            command_ = commands.front();
        options_ = app.get_options();
        if (command_ != nullptr)
            for (const CLI::Option* const option : std::as_const(*command_).get_options())
                options_.push_back(option);
    }

    std::string name() const {
        return command_ == nullptr ? app_.get_name() : app_.get_name() + " " + command_->get_name();
    }

    std::optional<Message> message(const CLI::ParseError& error) const {
        switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
        case CLI::ExitCodes::RequiredError:
        case CLI::ExitCodes::ExtrasError: {
            // A mistyped option leaves a surplus word and a missing option: naming the word helps
            // more.
            auto surplus = surplus_words();
            return surplus ? surplus : missing();
        }
        case CLI::ExitCodes::ArgumentMismatch: {
            auto repeated = repeated_option();
            return repeated ? repeated : missing_value();
        }
        case CLI::ExitCodes::ConversionError:
            return bad_value(last_converted());
        case CLI::ExitCodes::ValidationError:
            return bad_value(first_not_converted());
        default:
            return std::nullopt;
        }
    }

  private:
    std::optional<Message> surplus_words() const {
        auto words = app_.remaining(true);
        std::erase(words, "--");
        if (words.empty())
            return std::nullopt;
        if (needs_command() && !words.front().starts_with('-'))
            return msg("there is no command '{0}'; the commands are: {1}", words.front(),
                       command_names());
        return msg("not expected here: {0}; see {1} --help", joined(words, " "), name());
    }

    std::optional<Message> missing() const {
        const auto found = std::ranges::find_if(options_, [](const CLI::Option* option) {
            return option->get_required() && option->count() == 0;
        });
        if (found != options_.end())
            return msg("{0} is missing ({1})", (*found)->get_name(), (*found)->get_description());
        if (needs_command())
            return msg("no command is given; the commands are: {0}", command_names());
        return std::nullopt;
    }

    std::optional<Message> repeated_option() const {
        const auto found = std::ranges::find_if(options_, [](const CLI::Option* option) {
            const auto most = static_cast<std::size_t>(option->get_items_expected_max());
            return option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw &&
                   option->count() > std::max<std::size_t>(most, 1);
        });
        if (found == options_.end())
            return std::nullopt;
        return msg("{0} is given more than once", (*found)->get_name());
    }

    // Only the last option can lack a value: any other takes the next word.
    std::optional<Message> missing_value() const {
        const std::string last = arguments_.empty() ? "" : arguments_.back();
        const std::string name = last.substr(0, last.find('='));
        const auto found = std::ranges::find_if(
            options_, [&](const CLI::Option* option) { return option->check_name(name); });
        if (found == options_.end())
            return std::nullopt;
        return msg("{0} needs a value ({1})", (*found)->get_name(), (*found)->get_description());
    }

    // CLI11 converts the given options in their order and marks one as done before it fails.
    const CLI::Option* last_converted() const {
        const CLI::Option* last = nullptr;
        for (const CLI::Option* const option : options_)
            if (option->count() > 0 && option->get_callback_run())
                last = option;
        return last;
    }

    // It validates each one before that.
    const CLI::Option* first_not_converted() const {
        const auto found = std::ranges::find_if(options_, [](const CLI::Option* option) {
            return option->count() > 0 && !option->get_callback_run();
        });
        return found == options_.end() ? nullptr : *found;
    }

    static std::optional<Message> bad_value(const CLI::Option* option) {
        if (option == nullptr)
            return std::nullopt;
        if (std::ranges::find(option->results(), "") != option->results().end())
            return msg("the value of {0} is empty ({1})", option->get_name(),
                       option->get_description());
        return msg("{0} cannot be '{1}' ({2})", option->get_name(), joined(option->results(), " "),
                   option->get_description());
    }

    bool needs_command() const {
        return command_ == nullptr && app_.get_require_subcommand_min() > 0;
    }

    std::string command_names() const {
        std::vector<std::string> names;
        for (const CLI::App* const command :
             app_.get_subcommands([](const CLI::App*) { return true; }))
            names.push_back(command->get_name());
        return joined(names, ", ");
    }

    const CLI::App& app_;
    const std::vector<std::string>& arguments_;
    const CLI::App* command_ = nullptr;       // the one that was named
    std::vector<const CLI::Option*> options_; // of the app and the command, in CLI11's order
};

} // namespace

Error usage_error(const CLI::App& app, const CLI::ParseError& error,
                  const std::vector<std::string>& arguments) {
    const WrongUsage wrong(app, arguments);
    auto message = wrong.message(error);
    if (!message)
        message = msg("this command line cannot be read: {0}", error.what());
    return Error{ErrorCode::usage, std::move(*message), {}, {verbatim(wrong.name())}};
}

} // namespace evote::tools
