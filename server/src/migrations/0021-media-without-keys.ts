import { Migration } from '@mikro-orm/migrations'

/** Checking this key would scan all attachments whenever an upload is deleted; nothing that it points at ever is. */
export class MediaWithoutKeys0021 extends Migration {
  override up(): void {
    this.addSql(`alter table inbound_media drop constraint inbound_media_media_id_fkey`)
  }
}
