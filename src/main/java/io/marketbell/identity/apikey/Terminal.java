package io.marketbell.identity.apikey;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * The terminal that the server was started in. Not System.out: the server copies that to its log files, and it may be a
 * pipe or a file.
 */
final class Terminal {
    private Terminal() {}

    /** Returns empty if standard input or output is no terminal. */
    static Optional<PrintWriter> writer() {
        Console console = System.console();
        return console != null && isTerminal(console) ? Optional.of(console.writer()) : Optional.empty();
    }

    /** From Java 22 on, there is a console even if nothing is a terminal; it has a method that tells the difference. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
