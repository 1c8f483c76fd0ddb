package io.marketbell.ingest;

import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
import io.marketbell.problem.ProblemType;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of a publishing request, as a stream: what is too long or too many is refused when it is met. What
 * spoils the whole request is a {@link ProblemException}; what spoils one item is in its place in the list.
 */
final class RequestReader {
    private RequestReader() {}

    /** @param single whether it was one object, not a list of them */
    record Request(boolean single, List<RequestItem> items) {}

    /** An object or an array of objects. */
    static Request json(InputStream body) {
        InputStream bounded = new BoundedInput(body, Limits.REQUEST_BYTES);
        // Unlike one made for a charset, a reader made for a decoder refuses what is not UTF-8.
        InputStreamReader text = new InputStreamReader(bounded, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = Json.PARSERS.createParser(text)) {
            JsonParser.Event begun = parser.next();
            boolean single = begun != JsonParser.Event.START_ARRAY;
            List<RequestItem> items = new ArrayList<>();
            if (single) {
                items.add(ItemReader.read(parser, begun));
            } else {
                while ((begun = parser.next()) != JsonParser.Event.END_ARRAY) {
                    demandRoom(items);
                    items.add(ItemReader.read(parser, begun));
                }
            }
            // Where something follows, this fails by itself.
            parser.hasNext();
            return new Request(single, demandSome(items));
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            // Not only JSON-P's own exceptions: its nesting limit, for one, is a plain RuntimeException.
            throw unreadable(e);
        }
    }

    /** Newline-delimited JSON: an object on each line that is not blank. */
    static Request lines(InputStream body) {
        Lines lines = new Lines(new BoundedInput(body, Limits.REQUEST_BYTES));
        List<RequestItem> items = new ArrayList<>();
        try {
            ByteBuffer line;
            while ((line = lines.next()) != null) {
                if (!isBlank(line)) {
                    demandRoom(items);
                    items.add(line(line));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return new Request(false, demandSome(items));
    }

    private static RequestItem line(ByteBuffer line) {
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(line);
        } catch (CharacterCodingException e) {
            return RequestItem.faulty("", "the line is not valid UTF-8");
        }
        try (JsonParser parser = Json.PARSERS.createParser(new StringReader(text.toString()))) {
            RequestItem item = ItemReader.read(parser, parser.next());
            parser.hasNext();
            return item;
        } catch (RuntimeException e) {
            return RequestItem.faulty("", "the line is not valid JSON" + where(e));
        }
    }

    private static boolean isBlank(ByteBuffer line) {
        for (int i = line.position(); i < line.limit(); i++) {
            byte b = line.get(i);
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static void demandRoom(List<RequestItem> items) {
        if (items.size() == Limits.ITEMS) {
            throw tooLarge("more than " + Limits.ITEMS + " notifications; send them in several requests");
        }
    }

    private static List<RequestItem> demandSome(List<RequestItem> items) {
        if (items.isEmpty()) {
            throw new ProblemException(Problem.invalid("", "there is no notification in the request"));
        }
        return items;
    }

    static ProblemException tooLarge(String detail) {
        return new ProblemException(Problem.of(ProblemType.TOO_LARGE, detail));
    }

    static ProblemException tooLong() {
        return tooLarge("more than " + (Limits.REQUEST_BYTES >> 20) + " MiB");
    }

    private static ProblemException unreadable(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedInput.TooLong) {
                return tooLong();
            }
            if (cause instanceof CharacterCodingException) {
                return malformed("the body is not valid UTF-8");
            }
            if (cause instanceof IOException) {
                return malformed("the body ended before it was whole");
            }
        }
        return malformed("the body is not valid JSON" + where(failure));
    }

    private static String where(Exception failure) {
        if (failure instanceof JsonParsingException parsing) {
            JsonLocation location = parsing.getLocation();
            if (location.getLineNumber() > 0) {
                return " at line " + location.getLineNumber() + ", column " + location.getColumnNumber();
            }
        }
        return "";
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED, detail));
    }
}
