package io.marketbell.notification;

/** Estimates how much heap a notification occupies, so that what keeps many of them can be bounded by bytes. */
public final class HeapEstimate {
    /** All its objects apart from the body and the recipients. */
    private static final long FIXED = 512;

    private static final long STRING = 48;

    private HeapEstimate() {}

    public static long of(Notification notification) {
        long bytes = FIXED + of(notification.body());
        for (String recipient : notification.recipients()) {
            bytes += of(recipient);
        }
        return bytes;
    }

    /** The JVM keeps one byte for each character where all are Latin-1, else two. */
    public static long of(String text) {
        if (text == null) {
            return 0;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return STRING + 2L * text.length();
            }
        }
        return STRING + text.length();
    }
}
