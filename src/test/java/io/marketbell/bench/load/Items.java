package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import java.util.List;
import java.util.SplittableRandom;

/** The content of a stream of publications: the n-th item, and the number of its receivers. */
interface Items {
    NotificationType type();

    void append(StringBuilder json, long number, long stamp);

    int readers(long number);

    static Items prices(int instruments, ExpectedReceivers receivers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Items() {
            @Override
            public NotificationType type() {
                return NotificationType.PRICE_UPDATE;
            }

            @Override
            public void append(StringBuilder json, long number, long stamp) {
                json.append("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"")
                        .append(instrument((int) (number % instruments)))
                        .append("\",\"body\":{\"t\":")
                        .append(stamp)
                        .append(",\"price\":\"")
                        .append(100 + random.nextInt(900))
                        .append('.')
                        .append(10 + random.nextInt(90))
                        .append("\"}}");
            }

            @Override
            public int readers(long number) {
                return receivers.ofInstrument(type(), (int) (number % instruments));
            }
        };
    }

    /** Fills without an instrument, so that filters by instrument do not apply. */
    static Items fills(List<String> users, ExpectedReceivers receivers) {
        return new Items() {
            @Override
            public NotificationType type() {
                return NotificationType.ORDER_FILLED;
            }

            @Override
            public void append(StringBuilder json, long number, long stamp) {
                json.append("{\"type\":\"ORDER_FILLED\",\"recipients\":[\"")
                        .append(users.get((int) (number % users.size())))
                        .append("\"],\"body\":{\"t\":")
                        .append(stamp)
                        .append(",\"order_id\":\"ord-")
                        .append(number)
                        .append("\",\"price\":\"585.33\",\"quantity\":\"18\"}}");
            }

            @Override
            public int readers(long number) {
                return receivers.ofUser(type(), users.get((int) (number % users.size())));
            }
        };
    }

    static Items notices(ExpectedReceivers receivers) {
        return new Items() {
            @Override
            public NotificationType type() {
                return NotificationType.SYSTEM_NOTICE;
            }

            @Override
            public void append(StringBuilder json, long number, long stamp) {
                json.append("{\"type\":\"SYSTEM_NOTICE\",\"priority\":\"CRITICAL\",\"body\":{\"t\":")
                        .append(stamp)
                        .append(",\"text\":\"notice ")
                        .append(number)
                        .append("\"}}");
            }

            @Override
            public int readers(long number) {
                return receivers.everyone(type());
            }
        };
    }

    static String instrument(int number) {
        return "I" + (char) ('0' + number / 1000 % 10) + (char) ('0' + number / 100 % 10)
                + (char) ('0' + number / 10 % 10) + (char) ('0' + number % 10);
    }
}
