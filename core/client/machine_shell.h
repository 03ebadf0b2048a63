// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QObject>

#include <memory>

namespace signalbox {

class CoreClient;

/// A terminal that one has open in a machine of the core's. Deleting it closes the terminal. What is typed
/// arrives once and in order, whatever the connection does meanwhile. The client must outlive it. One thread:
/// the client's.
class MachineShell : public QObject {
    Q_OBJECT
public:
    struct Wish {
        QString machine;
        bool root = false; ///< else as the agent
        int columns = 80;
        int rows = 24;
    };
    /// More waits to be typed than this: the rest is not taken.
    static constexpr qsizetype mostWaiting = 1024 * 1024;

    MachineShell(CoreClient& client, Wish wish, QObject* parent = nullptr);
    ~MachineShell() override;

    void start();
    /// False: too much waits already, and nothing of it is typed.
    bool type(const QByteArray& bytes);
    void resize(int columns, int rows);
    [[nodiscard]] const QString& machine() const;
    [[nodiscard]] bool isOpen() const;

signals:
    void opened();
    void printed(const QByteArray& bytes);
    /// It is over, and why: the last signal, but for failed().
    void ended(const QString& why);
    /// It could not be opened, or was lost: the last signal.
    void failed(const signalbox::Error& error);

private:
    class Line;
    std::unique_ptr<Line> m_line;
};

} // namespace signalbox
