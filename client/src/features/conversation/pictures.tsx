import Paperclip from 'lucide-react/icons/paperclip'
import { useState } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { MessagePictureFragment } from '../../graphql/generated/graphql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { strings } from '../../lib/strings.ts'
import { pictureBox } from './picture-box.ts'

/** One attachment of a message (R11, R20). */
export const MessagePictureFragmentDoc = graphql(`
  fragment MessagePicture on Media {
    id
    url
    contentType
    width
    height
  }
`)

const words = strings.thread

type PicturesProps = {
  media: readonly FragmentType<typeof MessagePictureFragmentDoc>[]
  inbound: boolean
}

/** The pictures of a message, each a link to its whole size; what is no picture is a link alone. */
export const Pictures = ({ media, inbound }: PicturesProps) => {
  const all = unmask(MessagePictureFragmentDoc, media)
  return (
    <div className={`flex max-w-72 flex-wrap gap-1 ${inbound ? 'justify-start' : 'justify-end'}`}>
      {all.map((one) => (
        <Attachment key={one.id} attachment={one} isOneOfSeveral={all.length > 1} />
      ))}
    </div>
  )
}

type AttachmentProps = { attachment: MessagePictureFragment; isOneOfSeveral: boolean }

const Attachment = ({ attachment, isOneOfSeveral }: AttachmentProps) => {
  const [failed, setFailed] = useState(false)
  const { url, contentType } = attachment
  const box = pictureBox(attachment, isOneOfSeveral)
  const isShown = contentType.startsWith('image/') && !failed
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className={`block max-w-full overflow-hidden rounded-2xl ${isShown ? 'border border-line bg-hover' : 'bg-bubble-in px-3.5 py-2 text-text underline underline-offset-2'}`}
      style={isShown ? { width: box.width, aspectRatio: `${box.width} / ${box.height}` } : undefined}
    >
      {isShown ? (
        <img
          src={url}
          alt={words.picture}
          width={box.width}
          height={box.height}
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setFailed(true)}
          className="size-full object-cover"
        />
      ) : (
        <span className="inline-flex items-center gap-1.5">
          <Paperclip aria-hidden className="size-3.5" />
          {words.file}
        </span>
      )}
    </a>
  )
}
