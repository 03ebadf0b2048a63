// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the list of hosts that machines may reach, and which addresses count as the world outside.
#include "core/egress/address_rules.h"
#include "core/egress/egress_rules.h"

#include <QTest>

using namespace signalbox;

namespace {

EgressRules rules(const QStringList& words) {
    const auto parsed = EgressRules::parse(words);
    return parsed ? *parsed : EgressRules();
}

bool isPublic(const char* address) {
    const auto network = IpNetwork::parse(QLatin1String(address));
    return network.ok() && isPublicAddress(network->bytes);
}

} // namespace

class TestEgressRules : public QObject {
    Q_OBJECT

private slots:
    void nothingByDefault() {
        QVERIFY(rules({}).isEmpty());
        QVERIFY(!EgressRules().find(QStringLiteral("deb.debian.org")));
    }

    void registriesHaveNoTunnel() {
        const EgressRules all = rules({QStringLiteral("packages")});
        for (const char* host : {"deb.debian.org", "security.debian.org", "pypi.org",
                                 "files.pythonhosted.org", "registry.npmjs.org"}) {
            const EgressRule* rule = all.find(QLatin1String(host));
            QVERIFY2(rule && !rule->tunnel, host);
        }
        QVERIFY(all.find(QStringLiteral("registry.npmjs.org"))->tls);
        QCOMPARE(all.lists(),
                 QStringList({QStringLiteral("debian"), QStringLiteral("pypi"), QStringLiteral("npm")}));
    }

    void onlyWholeNamesMatch() {
        const EgressRules some =
            rules({QStringLiteral("npm"), QStringLiteral("*.example.org"), QStringLiteral("Example.net ")});
        QVERIFY(some.find(QStringLiteral("example.net"))->tunnel);
        QVERIFY(some.find(QStringLiteral("a.b.example.org")));
        for (const char* host :
             {"example.org", "evilexample.org", "registry.npmjs.org.evil.com", "evil-registry.npmjs.org",
              "npmjs.org", "xregistry.npmjs.org", "", ".example.org.", "a.example.net", "pypi.org"})
            QVERIFY2(!some.find(QLatin1String(host)), host);
    }

    void oddNamesAreRefused() {
        for (const char* word :
             {"localhost", "127.0.0.1", "10.0.0.1", "::1", "[::1]", "*", "*.", "*.com*", "a..b", "-a.org",
              "host:80", "http://a.org", "a.org/", "a_b.org", "ex ample.org", "1.2", "a.0x7f"})
            QVERIFY2(!EgressRules::parse({QLatin1String(word)}).ok(), word);
    }

    void aPartIsNeverMoreThanTheWhole() {
        const EgressRules all = rules({QStringLiteral("npm"), QStringLiteral("example.org")});
        QCOMPARE(all.only({QStringLiteral("npm")}).lists(), QStringList{QStringLiteral("npm")});
        QCOMPARE(all.only({QStringLiteral("packages")}).lists(), QStringList{QStringLiteral("npm")});
        QVERIFY(all.only({QStringLiteral("pypi"), QStringLiteral("evil.org")}).isEmpty());
        QVERIFY(all.only({}).isEmpty());
    }

    void whatNeverChangesIsKnown() {
        const EgressRules all = rules({QStringLiteral("packages"), QStringLiteral("example.org")});
        const auto immutable = [&](const char* host, const char* path) {
            return isImmutablePackage(*all.find(QLatin1String(host)), path);
        };
        QVERIFY(immutable("registry.npmjs.org", "/is-odd/-/is-odd-3.0.1.tgz"));
        QVERIFY(immutable("registry.npmjs.org", "/@types/node/-/node-18.0.0.tgz"));
        QVERIFY(immutable("deb.debian.org", "/debian/pool/main/h/hello/hello_2.10-3_amd64.deb"));
        QVERIFY(immutable("deb.debian.org", "/debian/dists/bookworm/main/by-hash/SHA256/00"));
        QVERIFY(immutable("files.pythonhosted.org", "/packages/aa/bb/six-1.16.0.whl"));
        QVERIFY(!immutable("registry.npmjs.org", "/is-odd"));
        QVERIFY(!immutable("registry.npmjs.org", "/is-odd/-/is-odd-3.0.1.tgz?x=1"));
        QVERIFY(!immutable("deb.debian.org", "/debian/dists/bookworm/InRelease"));
        QVERIFY(!immutable("pypi.org", "/simple/six/"));
        QVERIFY(!immutable("example.org", "/a/-/b.tgz"));
    }

    void onlyTheWorldIsPublic() {
        for (const char* address : {"0.0.0.0",
                                    "10.1.2.3",
                                    "100.64.0.1",
                                    "127.0.0.1",
                                    "127.255.255.255",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.0.2.1",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "198.51.100.7",
                                    "203.0.113.80",
                                    "224.0.0.1",
                                    "239.1.1.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "::ffff:8.8.8.8",
                                    "::ffff:127.0.0.1",
                                    "::8.8.8.8",
                                    "64:ff9b::808:808",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12::1",
                                    "ff02::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "2002:7f00:1::",
                                    "3fff::1",
                                    "fec0::1"})
            QVERIFY2(!isPublic(address), address);
        for (const char* address : {"8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "151.101.1.69",
                                    "2606:4700::1111", "2a04:4e42::223"})
            QVERIFY2(isPublic(address), address);
        QVERIFY(!isPublicAddress(QByteArrayView()));
        QVERIFY(!isPublicAddress(QByteArrayView("12345")));
    }

    void networksAreReadExactly() {
        const auto network = IpNetwork::parse(QStringLiteral("203.0.113.80/30"));
        QVERIFY(network.ok());
        QVERIFY(network->contains(IpNetwork::parse(QStringLiteral("203.0.113.83"))->bytes));
        QVERIFY(!network->contains(IpNetwork::parse(QStringLiteral("203.0.113.84"))->bytes));
        QVERIFY(!network->contains(IpNetwork::parse(QStringLiteral("::1"))->bytes));
        for (const char* text :
             {"", "x", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/x", "::/129", "1.2.3.4/"})
            QVERIFY2(!IpNetwork::parse(QLatin1String(text)).ok(), text);
    }
};

QTEST_GUILESS_MAIN(TestEgressRules)
#include "tst_egress_rules.moc"
