import {
  answerUsage,
  previewRequest,
  previewResponse,
  type AnswerUsage,
  type PreviewRequest,
  type PreviewResponse,
} from '../protocol/answers';
import { endpoint } from './http/route';

export interface AnswerDeps {
  preview(organizationId: string, request: PreviewRequest): Promise<PreviewResponse>;
  usage(organizationId: string): Promise<AnswerUsage>;
}

export function answerEndpoints({ preview, usage }: AnswerDeps) {
  return {
    preview: endpoint({
      summary: 'What the AI would say. Nothing is sent or stored.',
      body: previewRequest,
      response: previewResponse,
      readOnly: true,
      handle: ({ principal, body }) => preview(principal.organizationId, body),
    }),

    usage: endpoint({
      summary: 'What models used within 24 hours, in tokens and money.',
      response: answerUsage,
      handle: ({ principal }) => usage(principal.organizationId),
    }),
  };
}
