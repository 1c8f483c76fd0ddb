package io.marketbell.injection.detector.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.finding.Severity;
import io.marketbell.injection.detector.path.PathText.Use;
import io.marketbell.injection.detector.text.MutableText;
import io.marketbell.injection.detector.text.TextTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {

    private static Detection inspect(String text, Use use) {
        MutableText chars = MutableText.of(text);
        return PathText.inspect(chars, TextTraits.of(chars), use);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "../x DOT_SEGMENTS",
                ".. DOT_SEGMENTS",
                "../ DOT_SEGMENTS",
                "uploads/.. DOT_SEGMENTS",
                "..././x DOT_SEGMENTS",
                "....//x DOT_SEGMENTS",
                ".../x DOT_SEGMENTS",
                "..;v=1/x DOT_SEGMENTS",
                "`.. /.. /x` DOT_SEGMENTS",
                ".\\/./x DOT_SEGMENTS",
                "0x2e0x2e0x2fx DOT_SEGMENTS",
                "/etc/ssl/private/a.key ABSOLUTE_PATH",
                "//etc/ssl FOREIGN_PATH",
                "/./var/lib/x ABSOLUTE_PATH",
                "path=/var/lib/x ABSOLUTE_PATH",
                "/config/server.xml ABSOLUTE_PATH",
                "/data/market.db ABSOLUTE_PATH",
                "C:\\secret\\x.txt ABSOLUTE_PATH",
                "~/x ABSOLUTE_PATH",
                "~root/x ABSOLUTE_PATH",
                "%windir%\\x ABSOLUTE_PATH",
                "${user.home}/x ABSOLUTE_PATH",
                "$HOME/x ABSOLUTE_PATH",
                "etc/passwd.bak SENSITIVE_FILE",
                "etc/shadow- SENSITIVE_FILE",
                ".env.production.local SENSITIVE_FILE",
                "id_rsa.pub SENSITIVE_FILE",
                "proc/12/maps SENSITIVE_FILE",
                "/run/secrets/x SENSITIVE_FILE",
                "/dev/shm/x SENSITIVE_FILE",
                "app/.cache/x SENSITIVE_FILE",
                "\\\\host\\share FOREIGN_PATH",
                "//host/share FOREIGN_PATH",
                "\\\\?\\C:\\x FOREIGN_PATH",
                "\\??\\C:\\x FOREIGN_PATH",
                "\\\\.\\pipe\\x FOREIGN_PATH",
                "file:/x FOREIGN_PATH",
                "jar:http://a/b FOREIGN_PATH",
                "app.jar!/x FOREIGN_PATH",
                "classpath:a.yml FOREIGN_PATH",
                "classpath*:a FOREIGN_PATH",
                "php://input FOREIGN_PATH",
                "ldap://host/x FOREIGN_PATH",
                "a.txt::$DATA FOREIGN_PATH"
            })
    void aValueIsRejectedForAnyKindOfPathThatItMustNotContain(String text, Rule rule) {
        assertThat(inspect(text, Use.VALUE)).isEqualTo(new Detection(rule, Severity.SUSPICIOUS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAPL",
                "/ES",
                "./ESZ26C6000",
                ".SPX",
                "EUR/USD",
                "@ES#",
                "BTC/USDT:USDT",
                "a..b",
                "v1.2...v1.3",
                "Total..../100",
                "ratio 3/4 ../ typo",
                "/api/v1/notifications",
                "/docs/index.html",
                "/asyncapi.yaml",
                "fills/2026-11-30/desk.csv",
                "conf/app.yml",
                "https://hooks.example.com/orderproc/status",
                "https://hooks.example.com/home/etc",
                "https://config/hook.php",
                "https://x.example/.well-known/a",
                "sys/status",
                "windows/system tray alert",
                "file: report.csv",
                "file:12",
                "data:2026/11",
                "~10/15",
                "24/7",
                "// comment",
                "C: drive",
                "wow!/great",
                "jar: full",
                "PHP://USD",
                "/home/dashboard",
                "/users/42/profile",
                "/run/42"
            })
    void symbolsLinksAndNamesOfDocumentsAreAccepted(String text) {
        assertThat(inspect(text, Use.VALUE)).isNull();
        assertThat(inspect(text, Use.FREE_TEXT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/notifications/a..b",
                "/docs/",
                "/config/app.xml",
                "/app/views/a.js",
                "/.well-known/security.txt",
                "/home/alerts"
            })
    void aUrlIsAnAbsolutePath(String text) {
        assertThat(inspect(text, Use.URL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/..",
                "/docs/../x",
                "/etc/x",
                "/.git/config",
                "/a//opt/x",
                "/a//data/b.db",
                "/a/c:/x",
                "/WEB-INF/x"
            })
    void aUrlMustNotClimbNorContainAnotherPath(String text) {
        assertThat(inspect(text, Use.URL)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see ../README for details",
                "see ../../docs/howto/monitor.md, section 3",
                "@see ../../../help/label.html for labels",
                "the file /etc/hosts was changed on node 3",
                "disk full on /var/log, node 2 paused",
                "C:\\trades\\2026\\fills.csv attached",
                "open \\\\fileserver\\trades\\q3.xlsx for details",
                "web.config was changed",
                "the .env file is missing",
                "\u7B49\u5F85....../\u91CD\u8BD5"
            })
    void proseMayMentionPaths(String text) {
        assertThat(inspect(text, Use.FREE_TEXT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\trades\\fills.csv", "~/reports/q3.pdf", "/tmp/q3.xlsx"})
    void aTextMayBeTheNameOfADocument(String text) {
        assertThat(inspect(text, Use.FREE_TEXT)).isNull();
        assertThat(inspect(text, Use.VALUE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/x.pdf", "~/.ssh/x.pdf", "C:\\..\\x.csv", "file:///C:/x.pdf"})
    void theNameOfADocumentHidesNothing(String text) {
        assertThat(inspect(text, Use.VALUE)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../x",
                "../etc/passwd",
                "....//x",
                "..;/x",
                "/etc/passwd",
                "file:///etc/passwd",
                "C:\\windows\\win.ini",
                "C:/desk/.ssh/id_rsa",
                "classpath:application.yml",
                "app.jar!/x",
                "\\\\?\\C:\\x"
            })
    void aFreeTextWithTwoKindsOfEvidenceOrAProgramsResourceIsUnmistakable(String text) {
        assertThat(inspect(text, Use.FREE_TEXT).isUnmistakable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "../../x",
                "/var/log/x",
                "file:///x/y",
                "\\\\host\\share",
                "WEB-INF/web.xml",
                "/opt/app/app.yml",
                "/usr/bin/id",
                "ftp://files.example.com/x",
                "check ../../../etc/passwd please",
                "try ....//....//x now"
            })
    void aFreeTextWithOneKindOfEvidenceIsReported(String text) {
        Detection found = inspect(text, Use.FREE_TEXT);

        assertThat(found).isNotNull();
        assertThat(found.isUnmistakable()).isFalse();
    }

    @Test
    void aClimbDeeperThanAnyDirectoryIsReportedInProse() {
        assertThat(inspect("see " + "../".repeat(60) + "x for details", Use.FREE_TEXT))
                .isNotNull();
    }

    @Test
    void remainsOfABrokenEscapeHideNoName() {
        assertThat(inspect("%bg%qfetc%bg%qfpasswd", Use.VALUE)).isNotNull();
        assertThat(inspect("orderproc/self", Use.VALUE)).isNull();
    }
}
