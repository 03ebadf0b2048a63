// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/yaml_tree.h"

#include <QHash>
#include <QStringDecoder>

#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace signalbox {

namespace {

constexpr std::size_t deepest = 12;
constexpr int mostNodes = 20000;

Place placeOf(const YAML::Mark& mark) {
    return {mark.line + 1, mark.column + 1};
}

/// Ends the parse early; never leaves this file.
struct GiveUp {};

/// Builds the tree out of the parser's events, so that keys that occur twice and aliases are seen, which a
/// finished node of yaml-cpp no longer shows.
class TreeBuilder final : public YAML::EventHandler {
public:
    explicit TreeBuilder(Problems& problems) : m_problems(problems) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark& mark, const std::string&) override {
        refuse(mark, QStringLiteral("anchors and aliases are not supported; write the value out"));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, QStringLiteral("anchors and aliases are not supported; write the value out"));
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        open(mark, {}, anchor, YamlValue::Kind::Null);
        close();
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        YamlValue& scalar = open(mark, tag, anchor, YamlValue::Kind::Scalar);
        scalar.text = QString::fromStdString(value);
        scalar.quoted = tag == "!";
        close();
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlValue::Kind::List);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlValue::Kind::Map);
    }
    void OnMapEnd() override { close(); }

    YamlValue takeRoot() { return std::move(m_root); }

private:
    [[noreturn]] void refuse(const YAML::Mark& mark, const QString& why) {
        m_problems.add(placeOf(mark), why);
        throw GiveUp{};
    }

    YamlValue& open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YamlValue::Kind kind) {
        if (anchor != 0)
            refuse(mark, QStringLiteral("anchors and aliases are not supported; write the value out"));
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, QStringLiteral("tags like \"%1\" are not supported")
                             .arg(QString::fromStdString(tag).left(40)));
        if (m_open.size() >= deepest)
            refuse(mark, QStringLiteral("this is nested too deeply (more than %1 levels)").arg(deepest));
        if (++m_nodes > mostNodes)
            refuse(mark, QStringLiteral("there are more than %1 values").arg(mostNodes));
        m_open.emplace_back();
        YamlValue& value = m_open.back().value;
        value.kind = kind;
        value.at = placeOf(mark);
        return value;
    }

    void close() {
        YamlValue value = std::move(m_open.back().value);
        m_open.pop_back();
        if (m_open.empty()) {
            m_root = std::move(value);
            return;
        }
        YamlValue& parent = m_open.back().value;
        if (parent.kind == YamlValue::Kind::Map && parent.keys.size() == parent.items.size())
            addKey(m_open.back(), value);
        else
            parent.items.push_back(std::move(value));
    }

    /// A value whose end is not read yet.
    struct Open {
        YamlValue value;
        QHash<QString, Place> keys; ///< of a map: where each is given first
    };

    void addKey(Open& map, const YamlValue& key) {
        if (key.kind != YamlValue::Kind::Scalar) {
            m_problems.add(key.at, QStringLiteral("a key must be text, not %1").arg(key.described()));
            throw GiveUp{};
        }
        if (const auto first = map.keys.constFind(key.text); first != map.keys.constEnd())
            m_problems.add(key.at, QStringLiteral("the key \"%1\" is given twice, first in line %2")
                                       .arg(key.text.left(60))
                                       .arg(first->line));
        else
            map.keys.insert(key.text, key.at);
        map.value.keys.push_back({key.text, key.at});
    }

    Problems& m_problems;
    std::vector<Open> m_open;
    YamlValue m_root;
    int m_nodes = 0;
};

bool isUtf8(const QByteArray& text) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(text);
    return !decoder.hasError() && !decoded.contains(QChar(0));
}

} // namespace

QString YamlValue::described() const {
    switch (kind) {
    case Kind::Null:
        return QStringLiteral("nothing");
    case Kind::Scalar:
        return text.size() > 40 ? QStringLiteral("the text \"%1…\"").arg(text.left(40).simplified())
                                : QStringLiteral("\"%1\"").arg(text.simplified());
    case Kind::List:
        return QStringLiteral("a list");
    case Kind::Map:
        return QStringLiteral("a map");
    }
    return {};
}

std::optional<YamlValue> readYaml(const QByteArray& text, Problems& problems) {
    if (!isUtf8(text)) {
        problems.add({}, QStringLiteral("the file is not UTF-8 text"));
        return std::nullopt;
    }
    try {
        std::istringstream stream(text.toStdString());
        YAML::Parser parser(stream);
        TreeBuilder builder(problems);
        if (!parser.HandleNextDocument(builder)) {
            problems.add({}, QStringLiteral("the file is empty"));
            return std::nullopt;
        }
        YamlValue root = builder.takeRoot();
        TreeBuilder rest(problems);
        if (parser.HandleNextDocument(rest)) {
            problems.add(rest.takeRoot().at,
                         QStringLiteral("a second document begins here; one is expected"));
            return std::nullopt;
        }
        return root;
    } catch (const GiveUp&) {
        return std::nullopt;
    } catch (const YAML::Exception& e) {
        problems.add(placeOf(e.mark),
                     QStringLiteral("this is not YAML: %1").arg(QString::fromStdString(e.msg)));
        return std::nullopt;
    }
}

} // namespace signalbox
