// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <map>
#include <memory>

namespace signalbox {

/// Tasks by id. A copy costs a pointer a task: it shares each task with the original until one of the two
/// changes it. So another thread can write a copy to disk while the engine goes on. A table belongs to one
/// thread at a time; making a copy counts as using it, reading the copy does not.
class TaskTable {
    struct Node {
        std::shared_ptr<const char> writer; ///< the table that may change it in place
        Task task;
    };
    using Nodes = std::map<TaskId, std::shared_ptr<Node>>;

public:
    class const_iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = std::pair<TaskId, const Task&>;
        using difference_type = std::ptrdiff_t;
        using reference = value_type;
        struct pointer {
            value_type value;
            const value_type* operator->() const { return &value; }
        };

        const_iterator() = default;
        reference operator*() const { return {m_at->first, m_at->second->task}; }
        pointer operator->() const { return {**this}; }
        const_iterator& operator++() {
            ++m_at;
            return *this;
        }
        const_iterator operator++(int) { return const_iterator(m_at++); }
        bool operator==(const const_iterator&) const = default;

    private:
        friend class TaskTable;
        explicit const_iterator(Nodes::const_iterator at) : m_at(at) {}
        Nodes::const_iterator m_at;
    };

    TaskTable() = default;
    // Who wrote a node so far writes into neither table any more: both begin a new page.
    TaskTable(const TaskTable& other) : m_nodes(other.m_nodes) { other.m_writer = newWriter(); }
    TaskTable& operator=(const TaskTable& other) {
        if (this != &other) {
            m_nodes = other.m_nodes;
            m_writer = newWriter();
            other.m_writer = newWriter();
        }
        return *this;
    }
    TaskTable(TaskTable&& other) noexcept = default;
    TaskTable& operator=(TaskTable&& other) noexcept = default;
    ~TaskTable() = default;

    /// nullptr: none has this id. Holds until the task is changed or removed.
    [[nodiscard]] const Task* find(TaskId id) const {
        const auto it = m_nodes.find(id);
        return it == m_nodes.end() ? nullptr : &it->second->task;
    }
    [[nodiscard]] bool contains(TaskId id) const { return m_nodes.contains(id); }
    /// The task, to be changed; a new one when there is none.
    Task& edit(TaskId id) {
        std::shared_ptr<Node>& node = m_nodes[id];
        if (!node)
            node = std::make_shared<Node>(Node{m_writer, {}});
        else if (node->writer != m_writer)
            node = std::make_shared<Node>(Node{m_writer, node->task});
        return node->task;
    }
    void erase(TaskId id) { m_nodes.erase(id); }

    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    [[nodiscard]] bool empty() const { return m_nodes.empty(); }
    [[nodiscard]] const_iterator begin() const { return const_iterator(m_nodes.begin()); }
    [[nodiscard]] const_iterator end() const { return const_iterator(m_nodes.end()); }

    bool operator==(const TaskTable& other) const {
        return m_nodes.size() == other.m_nodes.size() &&
               std::equal(m_nodes.begin(), m_nodes.end(), other.m_nodes.begin(),
                          [](const auto& a, const auto& b) {
                              return a.first == b.first &&
                                     (a.second == b.second || a.second->task == b.second->task);
                          });
    }

private:
    static std::shared_ptr<const char> newWriter() { return std::make_shared<const char>('w'); }

    Nodes m_nodes;
    mutable std::shared_ptr<const char> m_writer = newWriter();
};

} // namespace signalbox
