package io.marketbell.notification;

/** Estimates the heap size of a notification, so that queues and caches can be bounded in bytes. */
public final class HeapEstimate {
    /** All objects except the body and the recipients. */
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

    /** The JVM stores one byte per character if all characters are Latin-1, otherwise two. */
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
