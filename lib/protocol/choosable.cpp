// SPDX-License-Identifier: Apache-2.0
#include "protocol/choosable.h"

#include <algorithm>
#include <limits>
#include <map>

namespace evote::protocol {

namespace {

// The sum of every rule over the options that were decided; `kept` where no further choice can
// break the rule, so that such choices are not told apart.
using Sums = std::vector<std::int64_t>;
constexpr std::int64_t kept = std::numeric_limits<std::int64_t>::min();

constexpr std::size_t nodes_of_example = 4096;

// Options with the same coefficients in all rules: only how many of them are chosen matters.
struct Alike {
    Sums coefficients;
    std::vector<std::size_t> options;
};

// First looks for one choice with each option, which is quick where rules are mild. Where that
// finds none, goes through the groups of options one after the other and keeps all sums that can
// still end well: forwards those that can be reached, then backwards those from which an end is
// reached.
class Search {
  public:
    Search(std::size_t options, std::span<const ballot::Rule> rules, std::uint64_t& steps)
        : rules_(rules), steps_(steps) {
        out_.options.resize(options, false);
        std::map<Sums, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < options; ++i) {
            Sums coefficients;
            for (const auto& rule : rules)
                coefficients.push_back(rule.coefficients[i]);
            groups[coefficients].push_back(i);
        }
        for (const auto& [coefficients, members] : groups)
            groups_.push_back({coefficients, members});
        order_groups();
        find_rests();
    }

    std::optional<Choosable> run() {
        Sums nothing(rules_.size(), 0);
        if (!settle(nothing, 0))
            return std::move(out_);
        if (find_examples(nothing))
            return std::move(out_);
        layers_.push_back({std::move(nothing)});
        for (std::size_t i = 0; i < groups_.size(); ++i)
            if (!go_on(i))
                return std::nullopt;
        out_.any = !layers_.back().empty();
        go_back();
        return std::move(out_);
    }

  private:
    bool touches(const Alike& group, std::size_t rule) const {
        return group.coefficients[rule] != 0;
    }

    // A rule whose options are all decided needs no sum any more: those with the fewest come first.
    void order_groups() {
        std::vector<Alike> ordered;
        while (!groups_.empty()) {
            std::size_t best = rules_.size();
            std::size_t fewest = groups_.size() + 1;
            for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
                const auto open = static_cast<std::size_t>(std::ranges::count_if(
                    groups_, [&](const Alike& group) { return touches(group, rule); }));
                if (open > 0 && open < fewest) {
                    fewest = open;
                    best = rule;
                }
            }
            const auto rest =
                std::stable_partition(groups_.begin(), groups_.end(), [&](const Alike& group) {
                    return best < rules_.size() && !touches(group, best);
                });
            std::move(rest, groups_.end(), std::back_inserter(ordered));
            groups_.erase(rest, groups_.end());
        }
        groups_ = std::move(ordered);
    }

    // What the groups from each one on can add to each rule, at least and at most.
    void find_rests() {
        least_.assign(groups_.size() + 1, Sums(rules_.size(), 0));
        most_ = least_;
        for (std::size_t i = groups_.size(); i-- > 0;)
            for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
                const std::int64_t all = groups_[i].coefficients[rule] *
                                         static_cast<std::int64_t>(groups_[i].options.size());
                least_[i][rule] = least_[i + 1][rule] + std::min<std::int64_t>(all, 0);
                most_[i][rule] = most_[i + 1][rule] + std::max<std::int64_t>(all, 0);
            }
    }

    // False if a rule is broken whatever is chosen among the groups from `next` on.
    bool settle(Sums& sums, std::size_t next) const {
        for (std::size_t rule = 0; rule < sums.size(); ++rule) {
            if (sums[rule] == kept)
                continue;
            const std::int64_t least = sums[rule] + least_[next][rule];
            const std::int64_t most = sums[rule] + most_[next][rule];
            if (least > rules_[rule].max || most < rules_[rule].min)
                return false;
            if (least >= rules_[rule].min && most <= rules_[rule].max)
                sums[rule] = kept;
        }
        return true;
    }

    // The sums with so many options of a group more; nullopt if they cannot end well.
    std::optional<Sums> with(const Sums& sums, std::size_t group, std::size_t chosen) const {
        Sums next = sums;
        for (std::size_t rule = 0; rule < next.size(); ++rule)
            if (next[rule] != kept)
                next[rule] += groups_[group].coefficients[rule] * static_cast<std::int64_t>(chosen);
        if (!settle(next, group + 1))
            return std::nullopt;
        return next;
    }

    bool spend() {
        if (steps_ < rules_.size() + 1)
            return false;
        steps_ -= rules_.size() + 1;
        return true;
    }

    // True if there is a choice with every option.
    bool find_examples(const Sums& nothing) {
        std::vector<bool> found(groups_.size(), false);
        for (std::size_t wanted = 0; wanted < groups_.size(); ++wanted) {
            std::vector<std::size_t> chosen(groups_.size(), 0);
            nodes_ = nodes_of_example;
            if (found[wanted] || !dive(0, nothing, wanted, chosen))
                continue;
            out_.any = true;
            for (std::size_t group = 0; group < groups_.size(); ++group)
                found[group] = found[group] || chosen[group] > 0;
        }
        for (std::size_t group = 0; group < groups_.size(); ++group)
            if (found[group])
                mark(group);
        return std::ranges::find(found, false) == found.end();
    }

    void mark(std::size_t group) {
        for (const std::size_t option : groups_[group].options)
            out_.options[option] = true;
    }

    bool dive(std::size_t group, const Sums& sums, std::size_t wanted,
              std::vector<std::size_t>& chosen) {
        if (group == groups_.size())
            return true;
        for (chosen[group] = group == wanted ? 1 : 0;
             chosen[group] <= groups_[group].options.size(); ++chosen[group]) {
            if (nodes_ == 0 || !spend())
                return false;
            --nodes_;
            const auto next = with(sums, group, chosen[group]);
            if (next && dive(group + 1, *next, wanted, chosen))
                return true;
        }
        return false;
    }

    bool go_on(std::size_t group) {
        std::vector<Sums> reached;
        for (const Sums& sums : layers_[group])
            for (std::size_t chosen = 0; chosen <= groups_[group].options.size(); ++chosen) {
                if (!spend())
                    return false;
                if (auto next = with(sums, group, chosen))
                    reached.push_back(std::move(*next));
            }
        std::ranges::sort(reached);
        reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
        layers_.push_back(std::move(reached));
        return true;
    }

    void go_back() {
        for (std::size_t group = groups_.size(); group-- > 0;) {
            const auto& ends = layers_[group + 1];
            const auto ends_well = [&](const Sums& sums) {
                bool well = false;
                for (std::size_t chosen = 0; chosen <= groups_[group].options.size(); ++chosen) {
                    const auto next = with(sums, group, chosen);
                    if (!next || !std::ranges::binary_search(ends, *next))
                        continue;
                    well = true;
                    if (chosen > 0)
                        mark(group);
                }
                return well;
            };
            std::erase_if(layers_[group], [&](const Sums& sums) { return !ends_well(sums); });
        }
    }

    std::span<const ballot::Rule> rules_;
    std::uint64_t& steps_;
    std::vector<Alike> groups_;
    std::vector<Sums> least_;
    std::vector<Sums> most_;
    std::vector<std::vector<Sums>> layers_; // sorted
    std::size_t nodes_ = 0;                 // that one dive may still visit
    Choosable out_;
};

} // namespace

std::optional<Choosable> choosable(std::size_t options, std::span<const ballot::Rule> rules,
                                   std::uint64_t& steps) {
    return Search(options, rules, steps).run();
}

} // namespace evote::protocol
