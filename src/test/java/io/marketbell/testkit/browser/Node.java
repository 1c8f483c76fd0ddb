package io.marketbell.testkit.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Node.js, where one is installed that is new enough for the tests and the client. */
public final class Node {
    private static final int OLDEST = 20;
    /** It brings a WebSocket of its own from here on; before that it has to be asked for. */
    private static final int WITH_SOCKETS = 22;

    private Node() {}

    /** The beginning of a command; without such a Node the test is skipped. */
    public static List<String> command() throws IOException {
        Path node = Programs.demand("node");
        Process asked = new ProcessBuilder(node.toString(), "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int major = Integer.parseInt(version.replaceAll("^v(\\d+)[\\s\\S]*", "$1"));
        if (major < OLDEST) {
            Programs.missing("Node.js is older than " + OLDEST);
        }
        List<String> command = new ArrayList<>(List.of(node.toString()));
        if (major < WITH_SOCKETS) {
            command.add("--experimental-websocket");
        }
        return command;
    }
}
