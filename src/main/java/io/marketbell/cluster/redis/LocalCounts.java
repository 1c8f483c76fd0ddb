package io.marketbell.cluster.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections of each user at this node, and the users whose count must be written again. Not thread-safe. */
final class LocalCounts {
    private final int changedAtMost;
    private final Map<String, Count> counts = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean overflown;

    private static final class Count {
        private int admitted;

        /** Requests that may have counted a connection, and whose response has not arrived. */
        private int undecided;
    }

    /** @param changedAtMost above this number of changed users, all of them must be announced again */
    LocalCounts(int changedAtMost) {
        this.changedAtMost = changedAtMost;
    }

    int users() {
        return counts.size();
    }

    int of(String user) {
        Count count = counts.get(user);
        return count == null ? 0 : count.admitted;
    }

    void requested(String user) {
        counts.computeIfAbsent(user, unused -> new Count()).undecided++;
    }

    void decided(String user, boolean admitted) {
        Count count = counts.get(user);
        count.undecided--;
        if (admitted) {
            count.admitted++;
        }
        removeIfUnused(user, count);
    }

    void left(String user) {
        Count count = counts.get(user);
        if (count != null && count.admitted > 0) {
            count.admitted--;
            removeIfUnused(user, count);
            changed(user);
        }
    }

    private void removeIfUnused(String user, Count count) {
        if (count.admitted == 0 && count.undecided == 0) {
            counts.remove(user);
        }
    }

    void changed(String user) {
        if (changed.size() < changedAtMost || counts.containsKey(user)) {
            changed.add(user);
        } else {
            overflown = true;
        }
    }

    void changed(Collection<String> users) {
        users.forEach(this::changed);
    }

    /** Returns whether changes were forgotten. */
    boolean isOverflown() {
        return overflown;
    }

    void forgetChanges() {
        changed.clear();
        overflown = false;
    }

    /** Marks all users as changed. */
    void allChanged() {
        changed.addAll(counts.keySet());
    }

    int changes() {
        return changed.size();
    }

    List<String> all() {
        return List.copyOf(counts.keySet());
    }

    /** Returns whether the count of the user has changed and may be written now, and forgets the change. */
    boolean takeChange(String user) {
        return !isUndecided(user) && changed.remove(user);
    }

    /**
     * Returns changed users and forgets their changes. A user with an undecided request is left out: its count would
     * overwrite the result of the request.
     */
    List<String> takeChanges(int atMost) {
        List<String> page = new ArrayList<>();
        for (Iterator<String> each = changed.iterator(); each.hasNext() && page.size() < atMost; ) {
            String user = each.next();
            if (!isUndecided(user)) {
                page.add(user);
                each.remove();
            }
        }
        return page;
    }

    private boolean isUndecided(String user) {
        Count count = counts.get(user);
        return count != null && count.undecided > 0;
    }
}
