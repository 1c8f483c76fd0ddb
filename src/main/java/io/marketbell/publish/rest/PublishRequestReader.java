package io.marketbell.publish.rest;

import io.marketbell.http.body.BodyReservation;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.identity.PublishScope;
import io.marketbell.json.MalformedJson;
import io.marketbell.publish.validation.PublishLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of a publishing request item by item. Exceeded limits are detected while reading, and no item is
 * stored beyond its own limit. Faults of the whole request throw {@link ProblemException}; faults of one item are
 * reported at its position in the list.
 */
final class PublishRequestReader {
    private final BodyReservation body;
    private final List<RequestItem> items = new ArrayList<>();

    private PublishRequestReader(BodyReservation body) {
        this.body = body;
    }

    /** @param single whether the body was one object instead of a list */
    record Request(boolean single, List<RequestItem> items) {
        Request within(PublishScope scope) {
            return new Request(single, new ScopeCheck(scope).applyTo(items));
        }
    }

    /**
     * Reads an object or an array of objects.
     *
     * @param body charged for the items that are stored
     */
    static Request json(InputStream in, BodyReservation body) {
        PublishRequestReader reader = new PublishRequestReader(body);
        JsonItemSplitter items = new JsonItemSplitter(
                new BoundedInput(in, PublishLimits.REQUEST_BYTES), PublishLimits.ITEM_BYTES, PublishLimits.ITEM_DEPTH);
        try {
            JsonItemSplitter.Item item;
            while ((item = items.next()) != null) {
                reader.checkNumber();
                reader.add(item);
            }
            return new Request(!items.isArray(), reader.nonEmpty());
        } catch (JsonItemSplitter.Malformed e) {
            throw notJson(e.line, e.column);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void add(JsonItemSplitter.Item item) throws IOException {
        if (item.tooLong()) {
            items.add(tooLongItem());
        } else if (item.tooDeep()) {
            items.add(RequestItem.faulty(
                    "", "objects and arrays are nested more than " + PublishLimits.BODY_DEPTH + " levels deep"));
        } else {
            try {
                add(item.text());
            } catch (MalformedJson e) {
                throw e.line() < 1
                        ? notJson(item.line(), item.column())
                        : notJson(
                                item.line() + e.line() - 1,
                                e.line() == 1 ? item.column() + e.column() - 1 : e.column());
            }
        }
    }

    /** Reads newline-delimited JSON: one object on each line that is not blank. */
    static Request lines(InputStream in, BodyReservation body) {
        PublishRequestReader reader = new PublishRequestReader(body);
        LineSplitter lines =
                new LineSplitter(new BoundedInput(in, PublishLimits.REQUEST_BYTES), PublishLimits.ITEM_BYTES);
        try {
            ByteBuffer line;
            while ((line = lines.next()) != null) {
                if (lines.isTooLong() || !isBlank(line)) {
                    reader.checkNumber();
                    reader.addLine(line, lines.isTooLong());
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return new Request(false, reader.nonEmpty());
    }

    private void addLine(ByteBuffer line, boolean tooLong) {
        if (tooLong) {
            items.add(tooLongItem());
            return;
        }
        try {
            add(line);
        } catch (CharacterCodingException e) {
            items.add(RequestItem.faulty("", "the line is not valid UTF-8"));
        } catch (MalformedJson e) {
            items.add(RequestItem.faulty("", "the line is " + e.getMessage()));
        }
    }

    private void add(ByteBuffer text) throws CharacterCodingException {
        int bytes = text.remaining();
        RequestItem.Reading read = RequestItem.read(
                StandardCharsets.UTF_8.newDecoder().decode(text).toString());
        // The bytes themselves were charged when they were read.
        body.charge(Math.max(0, read.weight() - bytes));
        items.add(read.item());
    }

    private static RequestItem tooLongItem() {
        return RequestItem.faulty("", "is longer than " + PublishLimits.ITEM_BYTES + " bytes");
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

    private void checkNumber() {
        if (items.size() == PublishLimits.ITEMS) {
            throw tooLarge("more than " + PublishLimits.ITEMS + " notifications; send them in several requests");
        }
    }

    private List<RequestItem> nonEmpty() {
        if (items.isEmpty()) {
            throw new ProblemException(Problem.invalid("", "the request contains no notification"));
        }
        return items;
    }

    private static ProblemException tooLarge(String detail) {
        return new ProblemException(Problem.of(ProblemType.TOO_LARGE, detail));
    }

    static ProblemException tooLong() {
        return tooLarge("the request is longer than " + (PublishLimits.REQUEST_BYTES >> 20) + " MiB");
    }

    private static ProblemException unreadable(IOException failure) {
        if (failure instanceof BoundedInput.TooLong) {
            return tooLong();
        }
        return failure instanceof CharacterCodingException
                ? malformed("the body is not valid UTF-8")
                : malformed("the body is incomplete");
    }

    private static ProblemException notJson(long line, long column) {
        return malformed("the body is not valid JSON at line " + line + ", column " + column);
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.MALFORMED, detail));
    }
}
