package io.marketbell.channel;

import io.marketbell.delivery.DeliveryHub.Admission.Admitted;
import io.marketbell.delivery.DeliveryHub.Admission.Position;
import io.marketbell.identity.Caller;
import io.marketbell.notification.NotificationJson;

/** The information about its connection that a client receives when it is admitted. */
public record SessionInfo(Caller caller, Admitted admitted, ChannelSettings settings) {

    public String json() {
        StringBuilder json = new StringBuilder(256).append("{\"session\":");
        NotificationJson.quote(json, admitted.connection().id());
        json.append(",\"user\":");
        NotificationJson.quote(json, caller.user());
        json.append(",\"tier\":\"").append(caller.tier().label());
        json.append("\",\"heartbeat_seconds\":").append(settings.heartbeat().toSeconds());
        json.append(",\"batch_size\":").append(settings.batchSize());
        json.append(",\"batch_delay_ms\":").append(settings.batchDelay().toMillis());
        Position position = admitted.position();
        if (position != null) {
            json.append(",\"epoch\":");
            NotificationJson.quote(json, position.epoch());
            json.append(",\"head\":").append(position.head());
            json.append(",\"acked\":").append(position.acknowledged());
        }
        return json.append('}').toString();
    }
}
